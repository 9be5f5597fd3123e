//! Deflates the tables in `data`: as they are, they would be a twentieth of the shipped library.

use std::error::Error;
use std::fs::{self, File};
use std::path::Path;
use std::{env, io};

use flate2::Compression;
use flate2::write::DeflateEncoder;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=data");
    let output = env::var("OUT_DIR")?;
    for entry in fs::read_dir("data")? {
        let table = entry?.path();
        let name = table.file_name().ok_or("a table has a name")?;
        let packed = File::create(Path::new(&output).join(name).with_extension("deflate"))?;
        let mut encoder = DeflateEncoder::new(packed, Compression::best());
        io::copy(&mut File::open(&table)?, &mut encoder)?;
        encoder.finish()?;
    }
    Ok(())
}
