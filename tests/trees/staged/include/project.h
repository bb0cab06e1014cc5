#define PROJECT "staged"
