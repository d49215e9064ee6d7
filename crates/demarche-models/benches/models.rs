//! Time of the models; see the functions below for what each one measures.

fn main() {
    divan::main();
}
