using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using FsCheck.Xunit;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;

namespace Infusion.Core.Tests.DrugLibrary;

/// <summary>Anything taken away from a protocol, or made absurd, is answered with faults and never with an exception.</summary>
public class ProtocolValidationProperties
{
    [Property(MaxTest = 2_000)]
    public void WhateverIsRemovedOrPerturbed_IsAnswered(byte[] choices, byte which)
    {
        var turns = new Queue<byte>(choices);
        var protocol = SampleProtocols.All[which % SampleProtocols.All.Length];
        for (var times = 0; times <= which % 4; times++)
        {
            protocol = (InfusionProtocol?)Perturbed(protocol, typeof(InfusionProtocol), turns, depth: 0) ?? protocol;
        }

        ProtocolValidation.Validate(protocol).ShouldAllBe(fault => fault.Path.Length > 0 && fault.Message.Length > 0);
    }

    static object? Perturbed(object? value, Type type, Queue<byte> turns, int depth)
    {
        var turn = turns.TryDequeue(out var next) ? next : (byte)0;
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        object?[] absurd = inner switch
        {
            _ when inner == typeof(string) => [null, "", "\0", "\ud800", new string('x', 100_000), "MOOD"],
            _ when inner == typeof(decimal) => [0m, -1m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m, 100m],
            _ when inner == typeof(TimeSpan) => [TimeSpan.Zero, TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.FromTicks(1), TimeSpan.FromDays(-1)],
            _ when inner == typeof(int) => [0, -1, int.MaxValue, int.MinValue],
            _ when inner == typeof(bool) => [true, false],
            _ when inner.IsEnum => [Enum.ToObject(inner, 0), Enum.ToObject(inner, turn)],
            _ => [],
        };
        if (absurd.Length > 0)
        {
            return Nullable.GetUnderlyingType(type) is not null && turn % 7 == 0 ? null : absurd[turn % absurd.Length];
        }

        if (inner == typeof(ImmutableDictionary<string, RuleTuning>))
        {
            var rule = SafetyRules.All[turn % SafetyRules.All.Count].Code;
            return (turn % 4) switch
            {
                0 => null,
                1 => ImmutableDictionary<string, RuleTuning>.Empty.Add("no-such-rule", new RuleTuning()),
                2 => ImmutableDictionary<string, RuleTuning>.Empty.Add(rule, null!),
                _ => ImmutableDictionary<string, RuleTuning>.Empty.Add(rule, (RuleTuning)Perturbed(new RuleTuning(), typeof(RuleTuning), turns, depth + 1)!),
            };
        }

        return inner.IsGenericType && inner.GetGenericTypeDefinition() == typeof(ImmutableArray<>) ? List(value!, inner, turn, turns, depth)
            : value is null || (turn % 9 == 0 && depth > 0) ? null
            : Record(value, turn, turns, depth);
    }

    static object List(object list, Type type, byte turn, Queue<byte> turns, int depth)
    {
        var element = type.GetGenericArguments()[0];
        if (turn % 8 == 0 || (bool)type.GetProperty("IsDefault")!.GetValue(list)!)
        {
            return Activator.CreateInstance(type)!;
        }

        var items = ((IEnumerable)list).Cast<object?>().ToList();
        var place = items.Count == 0 ? 0 : turn % items.Count;
        if (items.Count > 0 && turn % 3 == 0)
        {
            items.RemoveAt(place);
        }
        else if (items.Count > 0 && turn % 3 == 1)
        {
            items.Add(items[place]);
        }
        else if (items.Count > 0)
        {
            items[place] = element.IsValueType ? Activator.CreateInstance(element) : Perturbed(items[place], element, turns, depth + 1);
        }

        var typed = Array.CreateInstance(element, items.Count);
        for (var index = 0; index < items.Count; index++)
        {
            typed.SetValue(items[index], index);
        }

        return typeof(ImmutableArray).GetMethods().Single(method => method.Name == "Create" && method.GetParameters() is [{ ParameterType.IsArray: true }])
            .MakeGenericMethod(element).Invoke(null, [typed])!;
    }

    static object Record(object value, byte turn, Queue<byte> turns, int depth)
    {
        var copy = value.GetType().GetMethod("<Clone>$")!.Invoke(value, [])!;
        var properties = value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToList();
        var property = properties[turn % properties.Count];
        property.SetValue(copy, Perturbed(property.GetValue(copy), property.PropertyType, turns, depth + 1));
        return copy;
    }
}
