//! The program: one line of JSON, and an end when its input closes.

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_partner-sandbox"));
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[test]
fn it_prints_its_document_and_ends_when_its_input_closes() {
    let mut running = program().args(["--customers", "3", "--seed", "7"]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(running.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let document: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(document["customers"].as_array().unwrap().len(), 3);
    let address = document["environment"]["login"]
        .as_str()
        .unwrap()
        .trim_start_matches("http://")
        .to_owned();
    assert!(TcpStream::connect(&address).is_ok());

    let mut input = running.stdin.take().unwrap();
    input.write_all(b"what is written does not matter\n").unwrap();
    drop(input);
    assert!(running.wait().unwrap().success());
    assert!(TcpStream::connect(&address).is_err());
}

#[test]
fn what_it_can_not_use_is_one_message_and_a_failure() {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let bad = folder.join("bad-scenario.json");
    std::fs::write(&bad, "{\n\"custommers\": 3 }").unwrap();
    for (file, text) in [
        (bad, "`custommers`"),
        (folder.join("no-such-file.json"), "can't be read"),
    ] {
        let output = program().arg("--scenario").arg(&file).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && output.stdout.is_empty());
        assert!(
            message.contains(text) && message.contains(file.to_str().unwrap()),
            "{message}"
        );
    }
}
