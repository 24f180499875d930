//! What is kept between two runs of the program.

pub mod session;

pub use session::{Session, SessionError};
