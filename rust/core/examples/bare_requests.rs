//! The floor of the fan-out bench: the same requests with reqwest and nothing else.
//!
//! Reads the sandbox's document from standard input and prints how many milliseconds a token for every customer took,
//! once per round. Arguments: rounds, how many requests are in flight, and how many customers are asked for (all, when
//! left out).
#![allow(clippy::print_stdout, reason = "a program for a person and for the bench")]

use futures_util::StreamExt;
use futures_util::stream::iter;
use reqwest::{Certificate, Client};
use serde_json::Value;
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).map(|a| a.parse::<usize>());
    let rounds = arguments.next().ok_or("how many rounds?")??;
    let in_flight = arguments.next().ok_or("how many in flight?")??;
    let most = arguments.next().transpose()?.unwrap_or(usize::MAX);
    let sandbox: Value = serde_json::from_str(&std::io::read_to_string(std::io::stdin())?)?;
    drop(rustls::crypto::ring::default_provider().install_default());
    // Two workers, as the library has.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut client = Client::builder().no_proxy();
        if let Some(pem) = sandbox.pointer("/environment/caCertificate").and_then(Value::as_str) {
            client = client.tls_certs_only([Certificate::from_pem(pem.as_bytes())?]);
        }
        let client = client.build()?;
        let customers = sandbox
            .pointer("/customers")
            .and_then(Value::as_array)
            .ok_or("no customers")?;
        // The connections of the first round are not part of the measure, as they are not in the module's.
        for round in 0..=rounds {
            let start = Instant::now();
            let tokens = iter(customers.iter().take(most))
                .map(|c| redeem(&client, &sandbox, c))
                .buffer_unordered(in_flight);
            let tokens: Vec<Result<String, Box<dyn Error>>> = tokens.collect().await;
            for token in tokens {
                token?;
            }
            if round > 0 {
                println!("{:.1}", start.elapsed().as_secs_f64() * 1000.0);
            }
        }
        Ok(())
    })
}

async fn redeem(client: &Client, sandbox: &Value, customer: &Value) -> Result<String, Box<dyn Error>> {
    let text = |value: &Value, path: &str| {
        value
            .pointer(path)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let url = format!(
        "{}/{}/oauth2/v2.0/token",
        text(sandbox, "/environment/login"),
        text(customer, "/tenantId")
    );
    let form = [
        ("grant_type", "refresh_token".to_owned()),
        ("client_id", text(sandbox, "/applicationId")),
        ("client_secret", text(sandbox, "/clientSecret")),
        ("refresh_token", text(sandbox, "/refreshToken")),
        (
            "scope",
            "https://graph.microsoft.com/.default openid profile offline_access".to_owned(),
        ),
    ];
    let answer: Value = client.post(url).form(&form).send().await?.json().await?;
    let token = text(&answer, "/access_token");
    if token.is_empty() {
        Err(format!("no token: {answer}").into())
    } else {
        Ok(token)
    }
}
