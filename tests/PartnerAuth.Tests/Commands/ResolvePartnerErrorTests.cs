using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Resolve-PartnerError: what an error means, whoever told it, without asking anybody.</summary>
public sealed class ResolvePartnerErrorTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private const string Models = "Microsoft.Store.PartnerCenter.PowerShell.Models.Errors.";
    private const string Id = "11111111-2222-3333-4444-555555555555";
    private const string Tenant = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";

    private const string Body =
        "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS65001: Not consented in tenant '" + Tenant
        + "'.\\r\\nTrace ID: " + Tenant + "\\r\\nCorrelation ID: " + Id + "\",\"error_codes\":[65001]}";

    private readonly Session session = module.Session;

    [Fact]
    public void The_old_sets_and_types_are_there_and_take_more()
    {
        CommandInfo command = (CommandInfo)session.Run("Get-Command Resolve-PartnerError").One.BaseObject;
        Assert.Equal(["AnyErrorParameterSet", "LastErrorParameterSet"], command.ParameterSets.Select(set => set.Name).Order(StringComparer.Ordinal));
        CommandParameterInfo error = command.ParameterSets.First(set => set.Name == "AnyErrorParameterSet").Parameters.First(parameter => parameter.Name == "Error");
        Assert.Equal((typeof(object[]), 0, false, true), (error.ParameterType, error.Position, error.IsMandatory, error.ValueFromPipeline));
        Assert.True(command.ParameterSets.First(set => set.Name == "LastErrorParameterSet").Parameters.First(parameter => parameter.Name == "Last").IsMandatory);
        Assert.Equal(
            [Models + "PartnerErrorRecord", Models + "PartnerExceptionRecord", Models + "PartnerRestExceptionRecord"],
            command.OutputType.Select(type => type.Type.FullName));
    }

    [Theory]
    [InlineData("Resolve-PartnerError AADSTS65001", "AADSTS65001", "ConsentMissing")]
    [InlineData("Resolve-PartnerError 65001", "AADSTS65001", "ConsentMissing")]
    [InlineData("65001 | Resolve-PartnerError", "AADSTS65001", "ConsentMissing")]
    [InlineData("'1002' | Resolve-PartnerError", "1002", "NoAccess")]
    [InlineData("Resolve-PartnerError -Error Authorization_RequestDenied", "Authorization_RequestDenied", "NoAccess")]
    [InlineData("Resolve-PartnerError 'Exchange UnAuthorized'", "UnAuthorized", "NoAccess")]
    [InlineData("Resolve-PartnerError $body", "AADSTS65001", "ConsentMissing")]
    [InlineData("$body | Resolve-PartnerError", "AADSTS65001", "ConsentMissing")]
    [InlineData("Resolve-PartnerError ($body -replace '\"', '&quot;')", "AADSTS65001", "ConsentMissing")]
    [InlineData("$body | ConvertFrom-Json | Resolve-PartnerError", "AADSTS65001", "ConsentMissing")]
    [InlineData("'{\"error\":{\"code\":\"accessDenied\",\"message\":\"x\"}}' | ConvertFrom-Json | Resolve-PartnerError", "accessDenied", "NoAccess")]
    [InlineData("Resolve-PartnerError @{ code = 1002; description = 'x' }", "1002", "NoAccess")]
    [InlineData("Resolve-PartnerError @{ error_codes = 65001, 50076 }", "AADSTS65001", "ConsentMissing")]
    public void A_code_or_a_text_is_told_what_it_means_and_what_to_do(string call, string code, string kind)
    {
        PSObject told = session.Run(call, ("body", Body)).One;
        Assert.Equal(Models + "PartnerErrorRecord", told.BaseObject.GetType().FullName);
        Assert.Equal((code, kind, true), ((string)Value(told, "Code"), (string)Value(told, "Kind"), (bool)Value(told, "IsKnown")));
        foreach (string property in new[] { "Meaning", "Cause", "Remedy", "Class", "Service" })
        {
            Assert.NotEmpty((string)Value(told, property));
        }
    }

    [Fact]
    public void A_text_tells_its_tenant_and_correlation_id()
    {
        PSObject told = session.Run("Resolve-PartnerError $body", ("body", Body)).One;
        Assert.Equal((Tenant, Id), ((string)Value(told, "TenantId"), (string)Value(told, "CorrelationId")));
        Assert.False((bool)Value(told, "IsCredential"));
        Assert.True((bool)Value(session.Run("Resolve-PartnerError 7000215").One, "IsCredential"));
        Assert.True((bool)Value(session.Run("Resolve-PartnerError 90055").One, "IsRetryable"));
    }

    [Fact]
    public void What_is_unknown_is_an_object_that_says_so()
    {
        PSObject told = session.Run("Resolve-PartnerError AADSTS1234567").One;
        Assert.Equal(("AADSTS1234567", "Unknown", false), ((string)Value(told, "Code"), (string)Value(told, "Kind"), (bool)Value(told, "IsKnown")));
        Assert.Contains("correlation id", (string)Value(told, "Remedy"));
        Assert.Equal("Unknown", Value(session.Run("Resolve-PartnerError 'all is well'").One, "Kind"));
    }

    [Fact]
    public void A_log_gives_an_object_for_each_line_with_a_code()
    {
        RunResult run = session.Run("'start', 'AADSTS65001: x', 'going on', 'AADSTS1234567: y', 'AADSTS50076: z', 'end' | Resolve-PartnerError");
        run.AssertClean();
        Assert.Equal(["AADSTS65001", "AADSTS1234567", "AADSTS50076"], run.Output.Select(told => Value(told, "Code")));
        Assert.Equal("Unknown", Value(session.Run("'start', 'end' | Resolve-PartnerError").One, "Kind"));
    }

    [Theory]
    [InlineData("Resolve-PartnerError -Last", 1)]
    [InlineData("Resolve-PartnerError", 2)]
    [InlineData("Resolve-PartnerError $Error[0]", 1)]
    [InlineData("$Error[0] | Resolve-PartnerError", 1)]
    [InlineData("$Error | Resolve-PartnerError", 2)]
    [InlineData("Resolve-PartnerError -Error $Error", 2)]
    public void The_errors_of_the_session_are_told_newest_first(string call, int count)
    {
        const string Errors = "$Error.Clear(); Write-Error 'AADSTS50076: older' 2>$null; Write-Error 'AADSTS53003: newer' 2>$null; ";
        RunResult run = session.Run(Errors.Replace(" 2>$null", " -ErrorAction SilentlyContinue") + call);
        run.AssertClean();
        Assert.Equal(new[] { "AADSTS53003", "AADSTS50076" }.Take(count), run.Output.Select(told => Value(told, "Code")));
        Assert.All(run.Output, told => Assert.Equal(Models + "PartnerExceptionRecord", told.BaseObject.GetType().FullName));
        Assert.Contains("newer", (string)Value(run.Output[0], "Message"));
        Assert.NotNull(Value(run.Output[0], "InvocationInfo"));
        Assert.NotNull(Value(run.Output[0], "ErrorCategory"));
    }

    [Theory]
    [InlineData("Resolve-PartnerError -Error $null")]
    [InlineData("Resolve-PartnerError $nothing")]
    public void Null_is_a_slip_and_not_all_errors_of_the_session(string call)
    {
        RunResult run = session.Run("Write-Error 'AADSTS50076: older' -ErrorAction SilentlyContinue; " + call);
        Assert.Empty(run.Output);
        Assert.StartsWith("InvalidInput,", run.Errors[^1].FullyQualifiedErrorId);
        Assert.Contains("-Error is null", run.Errors[^1].ToString());
    }

    [Theory]
    [InlineData("Resolve-PartnerError -Last")]
    [InlineData("Resolve-PartnerError")]
    [InlineData("Resolve-PartnerError @()")]
    [InlineData("@() | Resolve-PartnerError")]
    [InlineData("$null | Resolve-PartnerError")]
    [InlineData("Resolve-PartnerError @($null, $null)")]
    public void Where_there_is_no_error_nothing_is_told(string call)
    {
        RunResult run = session.Run("$Error.Clear(); " + call);
        run.AssertClean();
        Assert.Empty(run.Output);
    }

    [Fact]
    public void The_body_that_Invoke_RestMethod_leaves_in_the_details_is_read()
    {
        const string Body = """{"error":{"code":"Authorization_IdentityNotFound","message":"x","innerError":{"client-request-id":"11111111-2222-3333-4444-555555555555"}}}""";
        ErrorRecord record = new(new InvalidOperationException("Response status code does not indicate success: 403 (Forbidden)."), "WebCmdletWebResponseException", ErrorCategory.InvalidOperation, null)
        {
            ErrorDetails = new ErrorDetails(Body),
        };
        PSObject told = session.Run("$record | Resolve-PartnerError", ("record", record)).One;
        Assert.Equal("Authorization_IdentityNotFound", Value(told, "Code"));
        Assert.Equal(Id, Value(told, "CorrelationId"));
        Assert.Contains("With an app-only token:", (string)Value(told, "Remedy"));
    }

    [Fact]
    public void An_exception_is_told_with_those_that_it_comes_from_and_the_first_known_code_wins()
    {
        Exception nested = new InvalidOperationException("outer", new AggregateException(
            new InvalidOperationException("AADSTS1234567: x"), new InvalidOperationException("AADSTS700082: y"), new InvalidOperationException("AADSTS53003: z")));
        PSObject told = session.Run("Resolve-PartnerError $nested", ("nested", nested)).One;
        Assert.Equal("AADSTS700082", Value(told, "Code"));
        Assert.Equal(Models + "PartnerExceptionRecord", told.BaseObject.GetType().FullName);
        Assert.Same(nested, Value(told, "Exception"));
        Assert.Equal("outer", Value(told, "Message"));
    }

    [Fact]
    public void An_error_that_was_caught_is_told_as_record_and_as_exception()
    {
        foreach (string caught in new[] { "$_", "$_.Exception" })
        {
            PSObject told = session.Run($"try {{ throw 'AADSTS90002: gone' }} catch {{ {caught} | Resolve-PartnerError }}").One;
            Assert.Equal(("AADSTS90002", "TenantNotFound"), ((string)Value(told, "Code"), (string)Value(told, "Kind")));
        }
    }

    [Fact]
    public void Not_being_connected_is_told_with_its_own_advice()
    {
        using Session unconnected = new("PartnerAuth");
        PSObject told = unconnected.Run("try { Get-PartnerCustomer } catch { $_ | Resolve-PartnerError }").One;
        Assert.Equal(("NotConnected", true), ((string)Value(told, "Kind"), (bool)Value(told, "IsKnown")));
        Assert.Equal("Run Connect-PartnerCenter to login.", Value(told, "Meaning"));
        Assert.Contains("-Context $using:ctx", (string)Value(told, "Remedy"));
    }

    [Fact]
    public void No_token_of_a_text_is_shown()
    {
        string token = AccessTokens.Ending(DateTimeOffset.UtcNow.AddHours(1), Tenant);
        const string Refresh = "0.AXoAq7ZTkL0vQ2yN-3fPmW8xCanary1Canary2Canary3Canary4Canary5";
        string text = $"AADSTS50076: x Authorization: Bearer {token} refresh_token={Refresh}";
        string[] calls = ["Resolve-PartnerError $text", "Resolve-PartnerError $text -Verbose -Debug", "Resolve-PartnerError $text | Format-List *", "Resolve-PartnerError $text | ConvertTo-Json", "Resolve-PartnerError $token", "\"$(Resolve-PartnerError $text)\""];
        foreach (string call in calls)
        {
            string shown = session.Show(call, ("text", text), ("token", token)).ReplaceLineEndings(string.Empty).Replace(" ", string.Empty);
            Assert.NotEmpty(shown);
            Assert.DoesNotContain("eyJ", shown);
            Assert.DoesNotContain("Canary", shown);
        }
    }

    [Fact]
    public void The_view_is_a_list_of_what_a_person_needs()
    {
        foreach (string call in new[] { "Resolve-PartnerError 65001", "try { throw 'AADSTS65001' } catch { Resolve-PartnerError $_ }" })
        {
            string text = session.Show(call);
            Assert.Matches(@"Code\s+: AADSTS65001", text);
            Assert.Matches(@"Remedy\s+: Grant", text);
            Assert.DoesNotContain("ScriptStackTrace", text);
        }
    }

    [Fact]
    public void A_megabyte_is_read_in_part_and_ten_thousand_errors_are_all_told()
    {
        RunResult run = session.Run("Resolve-PartnerError $text", ("text", "AADSTS65001 " + new string('x', 1024 * 1024)));
        run.AssertClean();
        Assert.Equal("AADSTS65001", Value(Assert.Single(run.Output), "Code"));
        Assert.Contains("characters", Assert.Single(run.Warnings));
        Assert.Single(session.Run("Resolve-PartnerError $text", ("text", new string('\u20ac', 1024 * 1024))).Output);

        Assert.Equal(10_000, session.Run("Resolve-PartnerError (@('AADSTS65001') * 10000)").Output.Count);
        Assert.Equal(10_000, session.Run("@('AADSTS65001') * 10000 | Resolve-PartnerError").Output.Count);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("'   '")]
    [InlineData("\"`r`n\"")]
    [InlineData("@{}")]
    [InlineData("0")]
    [InlineData("$true")]
    [InlineData("([char]0xd800)")]
    public void What_is_no_error_is_unknown_and_no_failure(string given) =>
        Assert.Equal("Unknown", Value(session.Run("Resolve-PartnerError " + given).One, "Kind"));

    private static object Value(PSObject told, string property) => told.Properties[property].Value;
}
