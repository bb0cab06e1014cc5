// Makes a fixture as large as a program must be for the back end "shim" to load its library into it (preload.cpp).
__attribute__((used)) const char ballast[1 << 20] = {1};
