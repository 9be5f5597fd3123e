using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Threading;
using PartnerAuth.Interop;

namespace PartnerAuth.Framework;

/// <summary>The whole way through the boundary on .NET Framework: documents out, events in, secrets by number.</summary>
public sealed class TokenTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    private const string Scope = "https://graph.microsoft.com/.default";

    [Theory]
    [InlineData("")]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    public void Every_customer_gets_a_token_on_a_machine_of_any_language(string culture)
    {
        using Cultures cultures = new(culture);
        Dictionary<uint, TokenDocument> tokens = [];
        using NativeOperation operation = NativeOperation.Start(
            NativeMethods.TokenAcquire, new TokenStart { Items = [Item(0)], ThrottleLimit = 2 });
        operation.Feed(Item(1));
        operation.Feed(Item(2));
        operation.Finish();

        while (operation.Next(10_000, out OperationEvent? next) != NextStatus.End)
        {
            Assert.Null(next?.Error?.Message);
            if (next?.Token is not null)
            {
                tokens.Add(next.Item!.Value, next.Token);
            }
        }

        Assert.Equal(sandbox.Document.Customers.Select(customer => customer.TenantId), tokens.OrderBy(token => token.Key).Select(token => token.Value.TenantId));
        Bearer bearer = new(tokens[0], DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        Assert.InRange(bearer.ExpiresOn - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5), TimeSpan.FromDays(1));
        Assert.True(bearer.RenewAt < bearer.ExpiresOn);
    }

    [Fact]
    public void A_tenant_that_is_none_is_an_error_with_its_remedy()
    {
        TokenItem item = Item(0);
        item.Tenant = "is no tenant";
        using NativeOperation operation = NativeOperation.Start(
            NativeMethods.TokenAcquire, new TokenStart { Complete = true, Items = [item], ThrottleLimit = 1 });
        Assert.Equal(NextStatus.Event, operation.Next(10_000, out OperationEvent? next));
        Assert.Equal(Catalog.ErrorKinds.InvalidInput, next!.Error!.Kind);
        Assert.NotEmpty(next.Error.Remedy);
    }

    [Fact]
    public void An_operation_that_was_disposed_of_says_so()
    {
        NativeOperation operation = NativeOperation.Start(NativeMethods.TokenAcquire, new TokenStart { Items = [Item(0)], ThrottleLimit = 1 });
        operation.Dispose();
        Assert.Throws<ObjectDisposedException>(() => operation.Feed(Item(1)));
    }

    [Fact]
    public void What_nobody_holds_any_more_is_cancelled_and_closed_at_work_too()
    {
        TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        Uri address = new($"http://{silent.LocalEndpoint}");
        List<ulong> ids = [];

        // On a thread that ends, so that nothing is left on a stack.
        Thread forgetful = new(() =>
        {
            AccountDocument account = sandbox.Account;
            account.Environment = new EnvironmentDocument { Name = "Sandbox", Login = address.ToString(), Graph = address.ToString(), PartnerCenter = address.ToString() };
            for (int n = 0; n < 10; n++)
            {
                List<TokenItem> items = [];
                for (uint at = 0; at < 10; at++)
                {
                    items.Add(new TokenItem { Account = account, Item = at, Scopes = [Scope], Tenant = Guid.NewGuid().ToString(), TimeoutSeconds = 60 });
                }

                NativeOperation operation = NativeOperation.Start(
                    NativeMethods.TokenAcquire, new TokenStart { Complete = true, Items = items, ThrottleLimit = 10 });
                ids.Add((ulong)typeof(NativeOperation).GetField("id", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(operation)!);
            }
        });
        forgetful.Start();
        forgetful.Join();
        using TcpClient atWork = silent.AcceptTcpClient();

        for (int n = 0; n < 100 && !ids.TrueForAll(IsClosed); n++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.All(ids, id => Assert.True(IsClosed(id), "An operation is still there."));
        silent.Stop();

        static bool IsClosed(ulong id)
        {
            byte room = 0;
            ulong length = 0;
            return NativeMethods.OperationNext(id, 0, ref room, 0, ref length) == NativeStatus.BadHandle;
        }
    }

    private TokenItem Item(uint number) => new()
    {
        Account = sandbox.Account,
        Item = number,
        Scopes = [Scope],
        Tenant = sandbox.Document.Customers[(int)number].Domain.ToUpperInvariant(),
        TimeoutSeconds = 30,
    };
}
