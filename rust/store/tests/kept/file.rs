//! The file by itself: keys, bad content, bad places.

use crate::support::{HOUR, Home, Keys, PASSPHRASE, QUICK, kept, name, open, open_with, read, why, write};
use partner_auth::shelf::Shelf;
use partner_store::file_shelf::Waits;
use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;
#[cfg(unix)]
use std::time::SystemTime;

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
    use std::os::unix::fs::symlink;
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

#[cfg(unix)]
#[tokio::test]
async fn a_link_in_the_place_of_the_leases_leads_nowhere_and_nothing_behind_it_goes() {
    let (home, victim) = (Home::made(), Home::made());
    let behind = victim.path.parent().unwrap();
    let old = |path: &Path| {
        let file = private_file(path);
        file.set_modified(SystemTime::now() - 48 * HOUR).unwrap();
    };
    let lease = behind.join("0".repeat(32));
    old(&lease);
    fs::set_permissions(behind, fs::Permissions::from_mode(0o700)).unwrap();
    std::os::unix::fs::symlink(behind, home.beside(".leases")).unwrap();
    let (shelf, _) = home.open();
    assert!(shelf.lease(name(1), Duration::ZERO).await.is_none());
    assert!(shelf.take_warning().unwrap().contains("link"));
    assert_eq!(fs::read_dir(behind).unwrap().count(), 1);
    assert!(lease.exists());
}

#[cfg(unix)]
#[tokio::test]
async fn of_the_leases_folder_only_what_is_one_goes() {
    let home = Home::made();
    let leases = home.beside(".leases");
    fs::create_dir(&leases).unwrap();
    fs::set_permissions(&leases, fs::Permissions::from_mode(0o700)).unwrap();
    let (lease, other) = (leases.join("0".repeat(32)), leases.join("id_ed25519"));
    for path in [&lease, &other] {
        private_file(path).set_modified(SystemTime::now() - 48 * HOUR).unwrap();
    }
    drop(home.open());
    assert!(!lease.exists() && other.exists());
}

#[cfg(unix)]
fn private_file(path: &Path) -> fs::File {
    use std::os::unix::fs::OpenOptionsExt;
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .unwrap()
}

#[cfg(unix)]
#[test]
fn a_folder_that_everybody_may_write_to_is_refused() {
    let home = Home::made();
    let folder = home.path.parent().unwrap();
    for (mode, is_refused) in [(0o777, true), (0o1777, false), (0o775, false)] {
        fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
        let opened = open(&home.path, Some(PASSPHRASE), &Keys::default());
        assert_eq!(opened.is_err(), is_refused, "{mode:o}");
        if let Err(error) = opened {
            assert!(error.to_string().contains("everybody may write"), "{error}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_key_is_found_however_the_folder_is_written_and_what_is_no_key_is_kept() {
    let (home, keys) = (Home::made(), Keys::default());
    drop(open(&home.path, None, &keys).unwrap());
    let link = home.path.parent().unwrap().with_file_name("link");
    std::os::unix::fs::symlink(home.path.parent().unwrap(), &link).unwrap();
    let (shelf, _) = kept(open(&link.join("tokens.kept"), None, &keys).unwrap());
    assert_eq!(shelf.take_warning(), None);
    assert_eq!((home.aside().len(), keys.keys.lock().unwrap().len()), (0, 1));
    for key in keys.keys.lock().unwrap().values_mut() {
        key.truncate(31);
    }
    assert!(why(open(&home.path, None, &keys).unwrap()).contains("no key"));
    assert_eq!(
        keys.keys.lock().unwrap().values().map(Vec::len).collect::<Vec<_>>(),
        [31]
    );
}

#[tokio::test]
async fn a_drop_that_can_not_be_written_is_told_each_time_and_comes_with_the_next_write() {
    let home = Home::new();
    let (shelf, _) = home.open();
    write(&shelf, 1, "one").await;
    // Nothing can be written where there is a folder of that name.
    fs::create_dir(home.beside(".new")).unwrap();
    for _ in 0..2 {
        shelf.remove(Some([1; 16])).await;
        let warning = shelf.take_warning().unwrap();
        assert!(warning.contains("still in the file"), "{warning}");
        assert_eq!(read(&home.open_beside(), 1).await.as_deref(), Some("one"));
    }
    fs::remove_dir(home.beside(".new")).unwrap();
    write(&shelf, 2, "two").await;
    let beside = home.open_beside();
    assert_eq!(
        (read(&beside, 1).await, read(&beside, 2).await),
        (None, Some("two".to_owned()))
    );
}

#[tokio::test]
async fn a_drop_does_not_wait_until_a_failure_is_forgotten() {
    let home = Home::new();
    let waits = Waits { rest: HOUR, ..QUICK };
    let (shelf, _) = kept(open_with(&home.path, Some(PASSPHRASE), &Keys::default(), waits).unwrap());
    write(&shelf, 1, "one").await;
    fs::create_dir(home.beside(".new")).unwrap();
    write(&shelf, 2, "two").await;
    fs::remove_dir(home.beside(".new")).unwrap();
    shelf.remove(None).await;
    assert_eq!(read(&home.open_beside(), 1).await, None);
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
