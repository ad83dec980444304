// Attacks: macros that name themselves, each other, and themselves through their arguments; by the standard
// they stop ("painted blue"), a naive expander does not.
#define SELF SELF + 1
#define PING PONG
#define PONG PING
#define F(x) F(x) G(x)
#define G(x) F(x)
#define OBJ(x) x OBJ
#define f(a) a * g
#define g(a) f(a)
int SELF, PING;
__global__ void k(int *a) { a[0] = F(G(F(1))); a[1] = f(2)(9); OBJ(OBJ)(OBJ)(1); }
