//! Families: ways of carrying CUDA over that several targets share. A family knows no target by name.

pub mod in_place;
