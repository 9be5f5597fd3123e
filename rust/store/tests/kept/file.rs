//! The file by itself: keys, bad content, bad places.

use crate::support::{Home, Keys, PASSPHRASE, kept, name, open, read, why, write};
use partner_auth::shelf::Shelf;
use std::fs;
use std::path::Path;
use std::time::Duration;

#[tokio::test]
async fn what_is_written_is_there_for_the_next_process_and_for_one_beside() {
    let home = Home::new();
    let (first, _) = home.open();
    let (beside, _) = home.open();
    write(&first, 1, "one").await;
    assert_eq!(read(&beside, 1).await.as_deref(), Some("one"));
    write(&beside, 2, "two").await;
    assert_eq!(read(&first, 2).await.as_deref(), Some("two"));
    drop((first, beside));
    let (next, _) = home.open();
    assert_eq!(read(&next, 1).await.as_deref(), Some("one"));
    next.remove(Some([1; 16])).await;
    assert_eq!(read(&next, 1).await, None);
    assert_eq!(next.take_warning(), None);
}

#[tokio::test]
async fn a_record_that_has_ended_is_none_and_goes_with_the_next_write() {
    let home = Home::new();
    let (shelf, _) = home.open();
    let size = || fs::metadata(&home.path).unwrap().len();
    let empty = size();
    shelf.write(name(1), vec![b'x'; 5_000], Duration::ZERO, 0).await;
    assert_eq!(read(&shelf, 1).await, None);
    assert_eq!(size(), empty);
}

#[tokio::test]
async fn a_key_in_the_keyring_is_made_once_and_serves_every_process() {
    let (home, keys) = (Home::new(), Keys::default());
    let (first, seal) = kept(open(&home.path, None, &keys).unwrap());
    write(&first, 1, "one").await;
    let (second, same) = kept(open(&home.path, None, &keys).unwrap());
    assert_eq!(seal.key_id(), same.key_id());
    assert_eq!(read(&second, 1).await.as_deref(), Some("one"));
    assert_eq!(keys.keys.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_keyring_that_lost_its_key_sets_the_file_aside_and_says_so() {
    let (home, keys) = (Home::new(), Keys::default());
    let (first, _) = kept(open(&home.path, None, &keys).unwrap());
    write(&first, 1, "one").await;
    let before = fs::read(&home.path).unwrap();
    keys.keys.lock().unwrap().clear();
    let (second, _) = kept(open(&home.path, None, &keys).unwrap());
    let warning = second.take_warning().unwrap();
    assert!(
        warning.contains("has no more") && warning.contains(".aside-"),
        "{warning}"
    );
    assert_eq!(home.aside(), [before]);
    assert_eq!(read(&second, 1).await, None);
    write(&second, 1, "two").await;
    assert_eq!(read(&second, 1).await.as_deref(), Some("two"));
    // Whoever still has the old key writes nothing into a file of the new one.
    write(&first, 2, "old").await;
    assert!(first.take_warning().unwrap().contains("another key"));
    assert_eq!(read(&second, 2).await, None);
}

#[test]
fn without_a_keyring_tokens_are_kept_in_memory_and_nothing_is_written() {
    let home = Home::new();
    let keys = Keys {
        is_broken: true,
        ..Keys::default()
    };
    let why = why(open(&home.path, None, &keys).unwrap());
    assert!(why.contains("no keyring") && why.contains("-EncryptionKey"), "{why}");
    assert!(!why.contains('\n'), "{why}");
    assert!(!home.path.exists());
}

#[tokio::test]
async fn a_wrong_key_is_an_error_and_changes_nothing() {
    let (home, keys) = (Home::new(), Keys::default());
    let (shelf, _) = home.open();
    write(&shelf, 1, "one").await;
    let before = fs::read(&home.path).unwrap();
    for (passphrase, says) in [
        (Some("another passphrase of length"), "another encryption key"),
        (None, "is kept with an encryption key"),
        (Some("short"), "fewer than 16"),
    ] {
        let Err(error) = open(&home.path, passphrase, &keys) else {
            panic!("{says}")
        };
        assert!(error.to_string().contains(says), "{error}");
        assert!(!error.to_string().contains("passphrase of length"));
    }
    assert_eq!(fs::read(&home.path).unwrap(), before);
    assert!(home.aside().is_empty());
    let other = Home::new();
    drop(open(&other.path, None, &keys).unwrap());
    let Err(error) = open(&other.path, Some(PASSPHRASE), &keys) else {
        panic!("a file of the keyring")
    };
    assert!(error.to_string().contains("keyring"), "{error}");
}

/// Content that is none.
fn bad(whole: &[u8]) -> Vec<Vec<u8>> {
    let mut flipped = whole.to_vec();
    flipped[whole.len() / 2] ^= 1;
    let mut newer = whole.to_vec();
    newer[16] = 2;
    vec![
        Vec::new(),
        whole[..20].to_vec(),
        whole[..whole.len() - 1].to_vec(),
        flipped,
        newer,
        b"{\"AccessToken\": {}}".to_vec(),
        vec![0; 100_000],
    ]
}

#[tokio::test]
async fn a_file_that_is_bad_at_the_beginning_or_becomes_so_is_set_aside_whole_and_told_once() {
    for is_open in [false, true] {
        let template = Home::new();
        let (shelf, _) = template.open();
        write(&shelf, 1, "one").await;
        for content in bad(&fs::read(&template.path).unwrap()) {
            let home = Home::new();
            let (mut shelf, _) = home.open();
            let replaced = home.beside(".tmp");
            fs::write(&replaced, &content).unwrap();
            fs::set_permissions(&replaced, fs::metadata(&home.path).unwrap().permissions()).unwrap();
            fs::rename(&replaced, &home.path).unwrap();
            if !is_open {
                (shelf, _) = home.open();
            }
            assert_eq!(read(&shelf, 1).await, None);
            write(&shelf, 1, "new").await;
            assert_eq!(read(&shelf, 1).await.as_deref(), Some("new"), "{} bytes", content.len());
            let warning = shelf.take_warning().unwrap();
            assert!(warning.contains("was renamed to"), "{warning}");
            assert_eq!(shelf.take_warning(), None);
            assert_eq!(home.aside(), [content]);
        }
    }
}

#[test]
fn a_gigabyte_is_set_aside_without_being_read() {
    let home = Home::new();
    drop(home.open());
    let huge = fs::OpenOptions::new().write(true).open(&home.path).unwrap();
    huge.set_len(1 << 30).unwrap();
    let (shelf, _) = home.open();
    assert!(shelf.take_warning().unwrap().contains("something else"));
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_and_its_folder_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let (shelf, _) = home.open();
    write(&shelf, 1, "one").await;
    let _lease = shelf.lease(name(1), Duration::ZERO).await.unwrap();
    let mode = |path: &Path| fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&home.path), 0o600);
    assert_eq!(mode(&home.beside(".lock")), 0o600);
    assert_eq!(mode(home.path.parent().unwrap()), 0o700);
    assert_eq!(mode(&home.beside(".leases")), 0o700);
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_a_second_name_and_a_file_for_others_are_refused_and_left_alone() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let target = Home::new();
    let (shelf, _) = target.open();
    write(&shelf, 1, "one").await;
    let before = fs::read(&target.path).unwrap();
    for ending in ["", ".lock"] {
        for (kind, says) in [
            ("symlink", "link"),
            ("hard link", "second name"),
            ("folder", "no file"),
            ("mode", "others"),
        ] {
            let home = Home::made();
            let place = home.beside(ending);
            match kind {
                "symlink" => symlink(&target.path, &place).unwrap(),
                "hard link" => fs::hard_link(&target.path, &place).unwrap(),
                "folder" => fs::create_dir(&place).unwrap(),
                _ => {
                    fs::copy(&target.path, &place).unwrap();
                    fs::set_permissions(&place, fs::Permissions::from_mode(0o644)).unwrap();
                }
            }
            let Err(error) = open(&home.path, Some(PASSPHRASE), &Keys::default()) else {
                panic!("{kind} as {ending:?} is taken")
            };
            assert!(error.to_string().contains(says), "{kind} as {ending:?}: {error}");
            if kind == "hard link" {
                fs::remove_file(&place).unwrap();
            }
            assert_eq!(fs::read(&target.path).unwrap(), before);
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_that_comes_later_is_not_followed_either() {
    let (home, victim) = (Home::new(), Home::made());
    fs::write(&victim.path, "victim").unwrap();
    let (shelf, _) = home.open();
    for ending in ["", ".new"] {
        let place = home.beside(ending);
        drop(fs::remove_file(&place));
        std::os::unix::fs::symlink(&victim.path, &place).unwrap();
        write(&shelf, 1, "one").await;
        assert_eq!(fs::read(&victim.path).unwrap(), b"victim", "{ending:?}");
        drop(fs::remove_file(&place));
    }
    assert!(shelf.take_warning().unwrap().contains("is a link"));
}

#[test]
fn a_place_that_cannot_be_is_memory_alone_and_a_path_that_is_none_is_an_error() {
    let home = Home::made();
    fs::write(&home.path, "a file").unwrap();
    // A folder that can't be made: there is a file of that name, as there is no home where HOME points nowhere.
    let below = home.path.join("below").join("tokens.kept");
    let why = why(open(&below, Some(PASSPHRASE), &Keys::default()).unwrap());
    assert!(why.contains("memory alone"), "{why}");
    for path in ["", "tokens.kept", "/", "folder/tokens.kept"] {
        let Err(error) = open(Path::new(path), Some(PASSPHRASE), &Keys::default()) else {
            panic!("{path:?}")
        };
        assert!(error.to_string().contains("names no file"), "{error}");
    }
}
