// Makes a fixture as large as a program must be for the back end "shim" to bring the shim into it (job_shim.cpp).
__attribute__((used)) const char ballast[1 << 20] = {1};
