//! Runs that a server lost, dropped in part or set back, and runs that others left in the middle.

use crate::fleet::{PURPOSE, RUN, all, fleet, join, seal, sorted, work};
use crate::support::Server;
use partner_auth::fleet::{Run, Take, Turn};
use redis::Value;
use std::sync::Arc;

const DONE: bool = true;

fn named(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("{name}.example.com")).collect()
}

/// The key of a part of the run.
async fn key(server: &Server, part: char) -> String {
    let Value::Array(keys) = server.ask(&["KEYS", &format!("pa:{{tests}}:n*:{part}")]).await else {
        panic!("no keys")
    };
    let Some(Value::BulkString(key)) = keys.into_iter().next() else {
        panic!("no key of {part}")
    };
    String::from_utf8(key).unwrap()
}

async fn life(server: &Server, part: char) -> i64 {
    match server.ask(&["PTTL", &key(server, part).await]).await {
        Value::Int(milliseconds) => milliseconds,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_run_that_the_server_lost_and_another_worker_began_anew_holds_nobody_up() {
    let Some(server) = Server::start(&[]) else { return };
    let one = join(&server, PURPOSE).await.unwrap();
    // The first look is far: there are results already.
    let early = named(&["a", "b", "c", "d"]);
    assert_eq!(work(&one, &early, async |_: &str| DONE).await, (4, 0));
    let other = join(&server, PURPOSE).await.unwrap();
    let late = named(&["e", "f", "g"]);
    // It is at one, and waits for others that come when all is lost.
    let Turn::Mine(place) = one.turn(&late[0]).await.unwrap() else {
        panic!("nobody else is there")
    };
    server.ask(&["FLUSHALL"]).await;
    assert_eq!(work(&other, &late[1..], async |_: &str| DONE).await, (2, 0));
    assert_eq!(
        work(&one, &late[1..], async |_: &str| panic!("it is done")).await,
        (0, 2)
    );
    assert!(place.finish(late[0].as_bytes(), false).await.unwrap());
    assert_eq!(all(&server).await, sorted(late));
}

#[tokio::test]
async fn a_run_that_was_set_back_is_gone_through_anew() {
    let Some(mut server) = Server::start(&[]) else { return };
    let one = join(&server, PURPOSE).await.unwrap();
    let given = named(&["a", "b", "c", "d", "e", "f"]);
    work(&one, &given[..2], async |_: &str| DONE).await;
    server.ask(&["SAVE"]).await;
    work(&one, &given[2..5], async |_: &str| DONE).await;
    server.kill();
    server.start_again();
    let (other, _) = (join(&server, PURPOSE).await.unwrap(), ());
    let (first, second) = tokio::join!(
        work(&one, &given, async |_: &str| DONE),
        work(&other, &given, async |_: &str| DONE)
    );
    assert_eq!(
        first.0 + second.0,
        4,
        "the two that the server knew are done: {first:?} {second:?}"
    );
    assert_eq!(all(&server).await, sorted(given));
}

#[tokio::test]
async fn results_that_a_full_server_dropped_are_done_again_by_who_comes() {
    for part in ['r', 'd', 's', 'm', 't'] {
        let Some(server) = Server::start(&[]) else { return };
        let given = named(&["a", "b", "c"]);
        let one = join(&server, PURPOSE).await.unwrap();
        work(&one, &given[..2], async |_: &str| DONE).await;
        server.ask(&["DEL", &key(&server, part).await]).await;
        let (mine, others) = work(&one, &given, async |_: &str| DONE).await;
        assert_eq!(mine + others, 3, "{part}");
        let other = join(&server, PURPOSE).await.unwrap();
        assert_eq!(
            work(&other, &given, async |_: &str| panic!("done")).await,
            (0, 3),
            "{part}"
        );
        assert_eq!(all(&server).await, sorted(given), "{part}");
    }
}

#[tokio::test]
async fn what_a_worker_brings_after_the_server_lost_the_run_is_one_result() {
    let Some(server) = Server::start(&[]) else { return };
    let given = named(&["a"]);
    let one = join(&server, PURPOSE).await.unwrap();
    let Turn::Mine(first) = one.turn(&given[0]).await.unwrap() else {
        panic!("nobody else is there")
    };
    server.ask(&["FLUSHALL"]).await;
    let other = join(&server, PURPOSE).await.unwrap();
    let Turn::Mine(second) = other.turn(&given[0]).await.unwrap() else {
        panic!("the server lost who was at it")
    };
    assert!(!first.finish(b"first", false).await.unwrap(), "another took it over");
    assert!(second.finish(b"second", false).await.unwrap());
    assert_eq!(all(&server).await, ["second"]);
}

#[tokio::test]
async fn who_finds_another_run_under_the_name_does_no_further_tenant() {
    let Some(server) = Server::start(&[]) else { return };
    let one = join(&server, PURPOSE).await.unwrap();
    work(&one, &named(&["a"]), async |_: &str| DONE).await;
    server.ask(&["FLUSHALL"]).await;
    let other = join(&server, "another").await.unwrap();
    work(&other, &named(&["a"]), async |_: &str| DONE).await;
    let error = one.turn("b.example.com").await.unwrap_err();
    assert!(error.to_string().contains("does something else"), "{error}");
}

#[tokio::test]
async fn a_whole_run_is_forgotten_in_time_whoever_asks_for_it() {
    let Some(server) = Server::start(&[]) else { return };
    let given = named(&["a", "b"]);
    let one = join(&server, PURPOSE).await.unwrap();
    work(&one, &given, async |_: &str| DONE).await;
    for part in ['m', 's', 't', 'r', 'd'] {
        server.ask(&["PEXPIRE", &key(&server, part).await, "600000"]).await;
    }
    let other = join(&server, PURPOSE).await.unwrap();
    assert_eq!(work(&other, &given, async |_: &str| panic!("done")).await, (0, 2));
    for part in ['m', 's', 't', 'r', 'd'] {
        assert!(life(&server, part).await <= 600_000, "{part}");
    }
    // A customer that is new makes it a run under way.
    work(&other, &named(&["c"]), async |_: &str| DONE).await;
    assert!(life(&server, 'd').await > 80_000_000);
}

#[tokio::test]
async fn tenants_that_others_left_and_nobody_here_was_given_keep_no_tenant_back() {
    let Some(server) = Server::start(&[]) else { return };
    let given = named(&["a", "b", "c", "d", "e", "f", "g", "h"]);
    let one = join(&server, PURPOSE).await.unwrap();
    let mut places = Vec::new();
    for tenant in &given[..4] {
        places.push(one.turn(tenant).await.unwrap());
    }
    // More than it does at once: it left them in the run.
    let (fleet, clock) = fleet(&server.address(), 60_000).await;
    let narrow = Run::join(fleet, seal(), clock, RUN, PURPOSE, 1).await.unwrap();
    drop(places);
    drop(one);
    let (mine, others) = work(&narrow, &given[2..], async |_: &str| DONE).await;
    assert_eq!((mine, others), (6, 0));
}

#[tokio::test]
async fn a_run_that_nobody_gave_a_tenant_is_for_whoever_comes() {
    let Some(server) = Server::start(&[]) else { return };
    drop(join(&server, PURPOSE).await.unwrap());
    let other = join(&server, "another").await.unwrap();
    assert_eq!(work(&other, &named(&["a"]), async |_: &str| DONE).await, (1, 0));
    assert!(join(&server, PURPOSE).await.is_err());
}

#[tokio::test]
async fn a_worker_that_was_not_heard_of_is_left_alone_where_only_those_that_were_left_are_wanted() {
    let Some(server) = Server::start(&[]) else { return };
    let (fleet, clock) = fleet(&server.address(), 50).await;
    let run = Run::join(Arc::clone(&fleet), seal(), clock, RUN, PURPOSE, 4)
        .await
        .unwrap();
    let Turn::Mine(place) = run.turn("a.example.com").await.unwrap() else {
        panic!("nobody else is there")
    };
    let name = {
        let Value::Array(names) = server.ask(&["HKEYS", &key(&server, 'w').await]).await else {
            panic!("nobody is at it")
        };
        let Some(Value::BulkString(_)) = names.first() else {
            panic!()
        };
        let stem = key(&server, 'w').await;
        let digits = stem
            .trim_start_matches("pa:{tests}:n")
            .trim_end_matches(":w")
            .to_owned();
        let byte = |at: usize| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).unwrap();
        std::array::from_fn(byte)
    };
    let wanted = |only_left| Take {
        most: 4,
        behind: None,
        only_left,
    };
    assert_eq!(fleet.take(name, [9; 16], wanted(true)).await.unwrap(), []);
    drop(place);
    while fleet.take(name, [9; 16], wanted(true)).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
}
