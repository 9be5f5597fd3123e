use super::*;
use crate::secret::Secret;

fn sandbox(login: &str) -> Result<Cloud, Error> {
    Cloud::sandbox(
        "Sandbox",
        login,
        "http://127.0.0.1:1/graph",
        "http://127.0.0.1:1/partnercenter",
        None,
    )
}

#[test]
fn names_are_found_whatever_their_case_and_closed_clouds_are_refused_as_closed() {
    assert_eq!(Cloud::known("azurecloud").unwrap().name(), "AzureCloud");
    assert_eq!(
        Cloud::known("AzureChinaCloud").unwrap().login(),
        "https://login.partner.microsoftonline.cn"
    );
    assert!(
        Cloud::known("AzureGermanCloud")
            .unwrap_err()
            .to_string()
            .contains("has closed")
    );
    assert!(
        Cloud::known("Azure")
            .unwrap_err()
            .remedy()
            .contains("AzureUSGovernmentDoD")
    );
}

#[test]
fn the_old_chinese_sign_in_host_is_an_alias_in_china_only() {
    assert!(
        Cloud::known("AzureChinaCloud")
            .unwrap()
            .is_login_host("login.chinacloudapi.cn")
    );
    assert!(
        !Cloud::known("AzureCloud")
            .unwrap()
            .is_login_host("login.chinacloudapi.cn")
    );
    let global = Cloud::known("AzureCloud").unwrap();
    assert!(global.is_login_host("LOGIN.windows.net"));
    for other in [
        "evil-login.windows.net",
        "evil.login.windows.net",
        "login.windows.net.evil.example",
        "windows.net",
    ] {
        assert!(!global.is_login_host(other), "{other}");
    }
}

#[test]
fn a_sandbox_lives_on_loopback_and_nowhere_else() {
    for good in ["http://127.0.0.1:8080", "https://localhost:1", "http://[::1]:9/"] {
        assert!(sandbox(good).is_ok(), "{good} was refused");
    }
    for bad in [
        "https://login.microsoftonline.com",
        "http://192.168.0.1",
        "http://127.0.0.1.evil.example",
        "ftp://127.0.0.1",
        "http://127.0.0.1@evil.example",
        "http://user:pw@127.0.0.1",
        "localhost:80",
        "",
        "http://localhost.evil.example",
        "http://0.0.0.0:1",
        "http://127.0.0.1:1/?x",
        "http://127.0.0.1:1/#x",
    ] {
        assert!(sandbox(bad).is_err(), "{bad} was taken");
    }
}

#[test]
fn a_sandbox_cannot_take_a_real_clouds_name() {
    let cloud = Cloud::sandbox(
        "AzureCloud",
        "http://127.0.0.1:1",
        "http://127.0.0.1:1",
        "http://127.0.0.1:1",
        None,
    );
    assert!(cloud.is_err());
}

#[test]
fn a_custom_cloud_is_no_sandbox_and_has_no_certificate_authority() {
    let cloud = Cloud::custom(CustomCloud {
        name: "Contoso".into(),
        login: "https://localhost:5001".into(),
        ..CustomCloud::default()
    })
    .unwrap();
    assert!(!cloud.is_sandbox() && cloud.ca_certificate().is_none());
    assert!(cloud.is_login_host("LOCALHOST") && !cloud.is_login_host("login.microsoftonline.com"));
    assert!(
        cloud
            .admit("refresh token", Secret::new("0.ARwA".into()).is_sandbox())
            .is_ok()
    );
    let error = cloud
        .admit("refresh token", Secret::new("partner-sandbox.abc".into()).is_sandbox())
        .unwrap_err();
    assert!(error.to_string().contains("nothing was sent"), "{error}");
}

#[test]
fn secrets_stay_on_their_side() {
    let real = Cloud::known("AzureCloud").unwrap();
    let sandbox = sandbox("http://127.0.0.1:1").unwrap();
    let marked = Secret::new("partner-sandbox.abc".into()).is_sandbox();
    let unmarked = Secret::new("0.ARwA".into()).is_sandbox();
    assert!(real.admit("refresh token", unmarked).is_ok() && sandbox.admit("refresh token", marked).is_ok());
    for error in [
        real.admit("refresh token", marked),
        sandbox.admit("refresh token", unmarked),
    ] {
        let error = error.unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::InvalidInput);
        assert!(error.to_string().contains("nothing was sent"));
    }
}
