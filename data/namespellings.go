package data

import (
	"slices"
	"strings"
)

// MayBeSameName reports whether two AuthorKeys may be the name of one person, written in two ways:
// a surname in common, and each other word the same or an initial of one in the other. Only
// initials, particles and suffixes may be missing from one of them: "yann lecun" may be "y lecun",
// "yann a lecun" and "lecun yann", but not "yann andre lecun", who with more common names would be
// another person. "brian o dowd" may be "brian odowd". It is false if one is a single word.
func MayBeSameName(a, b string) bool {
	short, rest := strings.Fields(a), strings.Fields(b)
	if mayBeSame(short, rest) {
		return true
	}
	if joined, ok := joinElided(short); ok && mayBeSame(joined, rest) {
		return true
	}
	joined, ok := joinElided(rest)
	return ok && mayBeSame(short, joined)
}

func mayBeSame(short, rest []string) bool {
	a, b := surnameOf(short), surnameOf(rest)
	if len(short) > len(rest) {
		short, rest = rest, short
	}
	if len(short) < 2 {
		return false
	}
	take := func(fits func(string) bool) bool {
		i := slices.IndexFunc(rest, fits)
		if i >= 0 {
			rest = slices.Delete(slices.Clone(rest), i, i+1)
		}
		return i >= 0
	}
	surname := false
	var abbreviated []string
	for _, w := range short {
		switch {
		case !take(func(other string) bool { return SameNameWord(w, other) }):
			abbreviated = append(abbreviated, w)
		case !isInitial(w):
			surname = surname || SameNameWord(w, a) || SameNameWord(w, b)
		}
	}
	for _, w := range abbreviated {
		if !take(func(other string) bool {
			return isInitial(w) && strings.HasPrefix(other, w) || isInitial(other) && strings.HasPrefix(w, other)
		}) {
			return false
		}
	}
	return surname && !slices.ContainsFunc(rest, func(w string) bool {
		return !isInitial(w) && !slices.Contains(nameParticles, w) && !slices.Contains(nameSuffixes, w)
	})
}

// SpellingsOfKey returns AuthorKeys that MayBeSameName as a key with a full given name: with
// initials in place of given names, without those in the middle, with an initial more, and with
// the surname first. Some of them are hardly ever the name of anyone.
func SpellingsOfKey(key string) []string {
	words := strings.Fields(key)
	at := surnameIndex(words)
	if at < 1 {
		return nil
	}
	given, rest := words[:at], words[at:]
	initials := slices.Clone(given)
	mayLack := true // the given names after the first
	for i, w := range given {
		if isParticle := slices.Contains(nameParticles, w); !isParticle {
			initials[i] = firstRune(w)
			mayLack = mayLack && (i == 0 || isInitial(w))
		}
	}
	var keys []string
	add := func(given ...string) {
		keys = append(keys, strings.Join(append(slices.Clone(given), rest...), " "), strings.Join(append(slices.Clone(rest), given...), " "))
	}
	add(given...)
	add(initials...)
	if mayLack {
		add(initials[0])
		add(given[0])
	}
	if len(given) > 1 {
		add(append([]string{given[0]}, initials[1:]...)...)
	}
	for c := 'a'; c <= 'z' && len(given) == 1; c++ {
		keys = append(keys, strings.Join(append([]string{given[0], string(c)}, rest...), " "), strings.Join(append([]string{initials[0], string(c)}, rest...), " "))
	}
	return distinct(keys)
}
