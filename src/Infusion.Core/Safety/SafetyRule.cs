using System.Collections.Frozen;
using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>What a rule judges: a session as a whole, each device by itself, or each pump by itself.</summary>
public enum RuleSubject : byte { Unknown = 0, Session = 1, Device = 2, Pump = 3 }

/// <summary>Pure and without allocation: looks, answers, changes nothing.</summary>
public delegate Judgement Judge(in SafetyView view, Metric metric);

/// <summary>
/// One safety rule. It stands in a file of its own in Safety/Rules as a static property named Rule;
/// <see cref="SafetyRules"/> finds it there. Which of them are on, and how, is configuration: <see cref="RulesInForce"/>.
/// </summary>
public sealed class SafetyRule
{
    /// <summary>SR- and three digits; never reused.</summary>
    public required string Id { get; init; }

    /// <summary>Stable code, the same in event, log, alarm, FHIR and test.</summary>
    public required string Code { get; init; }

    /// <summary>As it ships. A rule about vital limits takes that of the limit.</summary>
    public required AlarmPriority Priority { get; init; }

    /// <summary>What to do, in a nurse's words.</summary>
    public required string Action { get; init; }

    public required RuleSubject Subject { get; init; }

    /// <summary>Each is judged, and alarms, by itself.</summary>
    public required ImmutableArray<Metric> Metrics { get; init; }

    /// <summary>A second vital that it looks at, beside each metric; unknown: none.</summary>
    public Metric Beside { get; init; }

    /// <summary>How long the breach must last before it is raised. A breach that gives way starts anew.</summary>
    public Func<SafetyLimits, TimeSpan> Delay { get; init; } = static _ => TimeSpan.Zero;

    /// <summary>Null: the rule has one level of its own. Otherwise it judges each limit of that side, the view's <see cref="SafetyView.Limit"/>.</summary>
    public LimitSide? Side { get; init; }

    /// <summary>Whether its alarm stays until somebody has acknowledged it; null: as its kind and priority have it.</summary>
    public bool? IsLatching { get; init; }

    /// <summary>
    /// More than one level that the rule itself tells apart, gravest first: it breaches at <see cref="SafetyView.Level"/>, or not.
    /// Empty: one level, of <see cref="Priority"/>.
    /// </summary>
    public ImmutableArray<AlarmPriority> Levels { get; init; } = [];

    /// <summary>
    /// What a session's rule judges one by one beside the metric, the view's <see cref="SafetyView.Item"/>; each begins with a capital
    /// letter and is the alarm's source. Empty: nothing.
    /// </summary>
    public ImmutableArray<string> Items { get; init; } = [];

    /// <summary>
    /// Codes of the alarms of devices that this rule repeats, each with what it means; empty: those that no other rule repeats.
    /// Null: it repeats none. Each alarm of each device is judged by itself, the view's <see cref="SafetyView.Alert"/>.
    /// </summary>
    public FrozenDictionary<string, string>? Alerts { get; init; }

    /// <summary>False: judged at commands and, if timed, at ticks, not at each reading.</summary>
    public bool IsAskedAtReadings { get; init; } = true;

    /// <summary>
    /// Facts each of which makes a breach of this metric impossible under these limits. While one holds, and no condition of the rule
    /// does, it is not asked. None: it always is.
    /// </summary>
    public Func<SafetyLimits, Metric, Facts> RuledOutBy { get; init; } = static (_, _) => Facts.None;

    /// <summary>Late values of the metric may tell that the condition began before the live reading that showed it.</summary>
    public bool IsDatedBack { get; init; }

    /// <summary>Judged at every tick: its breach is the absence of input.</summary>
    public bool IsTimed { get; init; }

    /// <summary>False: without it a failure would pass for silence, so no configuration may switch it off.</summary>
    public bool MayBeOff { get; init; } = true;

    /// <summary>Counts up when what the rule says changes, so that an old alarm is explained by what was asked then.</summary>
    public int Version { get; init; } = 1;

    /// <summary>About a device, a signal or a clock (ST in IHE's words), not about the patient or the drug: its alarm ends with its condition.</summary>
    public bool IsTechnical { get; init; }

    /// <summary>False: neither a pause nor an acknowledgement silences it while it holds, and no configuration changes that.</summary>
    public bool MayBeSilenced { get; init; } = true;

    /// <summary>Codes of rules whose alarm, in the same session and device, is the cause: this one is then listed under it and silent.</summary>
    public ImmutableArray<string> SpokenForBy { get; init; } = [];

    public required Judge Judge { get; init; }

    /// <summary>The alarm in one line with its numbers.</summary>
    public Func<Alarm, string> Headline { get; init; } = AlarmText.ObservedAgainstLimit;
}
