//! Each target over its seeds and over what fuzzing found before, without a fuzzer.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

use partner_fuzz::{SELF_TEST, TARGETS, made, target};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

fn folder(kind: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(kind)
}

/// The inputs of a target, with their names.
fn inputs(kind: &str, target: &str) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(folder(kind).join(target)) else {
        return Vec::new();
    };
    let mut inputs: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
        .collect();
    inputs.sort();
    inputs
}

#[test]
fn what_fuzzing_found_once_holds_now() {
    for target in TARGETS {
        for (name, bytes) in inputs("regressions", target.name) {
            println!("{name}");
            let _is_read = (target.run)(&bytes);
        }
    }
}

#[test]
fn each_target_reads_each_of_its_seeds_and_refuses_nothing_and_junk() {
    for target in TARGETS {
        let made = made::seeds(target.name).into_iter();
        let made = made.map(|(name, bytes)| (format!("{name}, which is made"), bytes));
        let seeds: Vec<_> = inputs("seeds", target.name).into_iter().chain(made).collect();
        assert!(!seeds.is_empty(), "{} has no seeds", target.name);
        for (name, bytes) in seeds {
            println!("{name}");
            assert!((target.run)(&bytes), "{name} is not read");
        }
        for junk in [&b""[..], b"\0", b"\xff\xfe\n\xff"] {
            assert!(!(target.run)(junk), "{} reads {junk:?}", target.name);
        }
    }
}

#[test]
fn no_folder_is_of_no_target() {
    let known: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    for kind in ["seeds", "regressions", "dictionaries"] {
        for entry in fs::read_dir(folder(kind)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(known.contains(name.trim_end_matches(".txt")), "{kind}/{name}");
        }
    }
}

#[test]
#[should_panic(expected = "The word was found.")]
fn the_self_test_panics_at_its_word_and_at_nothing_else() {
    let target = target(SELF_TEST).unwrap();
    for other in [&b""[..], b"Abr", b"bra", b"abra", b"Abrb"] {
        assert!(!(target.run)(other), "{other:?}");
    }
    (target.run)(b"Abra");
}
