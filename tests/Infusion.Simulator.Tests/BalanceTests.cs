using System.Text;
using Infusion.Simulator.Bookkeeping;
using Shouldly;
using Xunit;

namespace Infusion.Simulator.Tests;

/// <summary>Every way in which a store can differ from what its senders know is found and named.</summary>
public sealed class BalanceTests
{
    const int Accepted = 0x00;
    const int Unusable = 0x99;

    static readonly MessageKey One = new("monitor-1", "b", 1);
    static readonly MessageKey Two = new("monitor-1", "b", 2);

    readonly List<LedgerEntry> _ledger = [];
    readonly List<StoredReading> _readings = [];
    readonly List<StoredRefusal> _refusals = [];

    [Fact]
    public void A_ledger_balances_with_the_store_that_holds_it()
    {
        Sent(One, "good", Accepted);
        Sent(Two, "bad", Unusable);
        Stored(One);
        Refused("bad");

        var balance = Differs();
        balance.Holds.ShouldBeTrue();
        balance.Summary.ShouldBe("2 sent (0 again), 1 accepted, 1 refused, 0 without an answer, 0 rows of others, 0 differences");
    }

    [Fact]
    public void What_has_no_answer_may_be_stored_or_not()
    {
        Sent(One, "good");
        Sent(Two, "good 2");
        Stored(One);

        Differs().Unanswered.ShouldBe(2);
    }

    [Fact]
    public void A_message_that_was_sent_and_answered_twice_is_one()
    {
        Sent(One, "good", Accepted);
        Sent(One, "good", Accepted);
        Stored(One);

        Differs().Resent.ShouldBe(1);
    }

    [Fact]
    public void An_accepted_message_that_is_not_stored_is_found()
    {
        Sent(One, "good", Accepted);

        Differs("accepted-not-stored monitor-1 b 1");
    }

    [Fact]
    public void A_refused_message_that_is_not_kept_is_found()
    {
        Sent(One, "bad", Unusable);
        Refused("another", device: "monitor-9");

        Differs("refused-not-kept monitor-1 b 1").Others.ShouldBe(1);
    }

    [Fact]
    public void An_acknowledgement_without_a_code_needs_the_message_in_one_of_both_places()
    {
        Sent(One, "good", code: null);
        Sent(Two, "bad", code: null);
        Sent(new("monitor-1", "b", 3), "lost", code: null);
        Stored(One);
        Refused("bad");

        Differs("acknowledged-not-stored monitor-1 b 3");
    }

    [Fact]
    public void A_message_that_is_stored_twice_is_found()
    {
        Sent(One, "good", Accepted);
        Stored(One);
        Stored(One);

        Differs("stored-twice monitor-1 b 1");
    }

    [Fact]
    public void A_refusal_that_is_kept_more_often_than_it_was_sent_is_found()
    {
        Sent(One, "bad", Unusable);
        Refused("bad");
        Refused("bad");

        Differs("refused-too-often monitor-1 b 1");
    }

    [Fact]
    public void What_nobody_sent_is_found_and_other_senders_are_only_counted()
    {
        Sent(One, "good", Accepted);
        Stored(One);
        Stored(Two);
        Refused("never sent");
        Stored(new("monitor-1", "another boot", 7));

        Differs("stored-never-sent monitor-1 b 2", $"refused-never-sent monitor-1 {Hash("never sent")} 0").Others.ShouldBe(1);
    }

    [Fact]
    public void An_answer_that_the_protocol_does_not_know_is_found()
    {
        Sent(One, "good", 0x80);

        Differs("strange-answer monitor-1 b 1");
    }

    [Fact]
    public void A_live_message_behind_a_newer_one_is_found_and_history_may_come_at_any_time()
    {
        Sent(One, "good", Accepted);
        Sent(Two, "good 2", Accepted);
        Stored(Two, input: 1);
        Stored(One, input: 2);
        Differs("out-of-order monitor-1 b 1");

        _readings.Clear();
        Stored(Two, input: 1);
        Stored(One, input: 2, late: true);
        Differs();
    }

    Balance Differs(params string[] expected)
    {
        var balance = Balance.Of(_ledger, new StoredRecord(_readings, _refusals));
        balance.Differences.Select(difference => difference.ToString()).ShouldBe(expected, ignoreOrder: true);
        return balance;
    }

    void Sent(MessageKey key, string payload) => Enter(LedgerAct.Sent, key, payload, code: null);

    void Sent(MessageKey key, string payload, int? code)
    {
        Sent(key, payload);
        Enter(LedgerAct.Answered, key, payload, code);
    }

    void Enter(LedgerAct act, MessageKey key, string payload, int? code) =>
        _ledger.Add(new(DateTimeOffset.UnixEpoch, act, key.Device, key.Boot, key.Seq, Hash(payload), code));

    void Stored(MessageKey key, long? input = null, bool late = false) => _readings.Add(new(key, input ?? key.Seq, late));

    void Refused(string payload, string device = "monitor-1") => _refusals.Add(new(device, Hash(payload)));

    static string Hash(string payload) => LedgerEntry.HashOf(Encoding.UTF8.GetBytes(payload));
}
