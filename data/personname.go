package data

import (
	"slices"
	"strings"

	"paperboy/data/text"
)

// PersonName is the name of an author or editor in the parts that reference managers have for it.
type PersonName struct {
	// Particle is what precedes the family name in lower case: "van der".
	Particle string
	// Family is the name without its particle: "Maaten", "Van Gool".
	Family, Given string
	// Suffix follows the family name: "Jr.", "III".
	Suffix string
	// Literal is the whole name of a group, of a person with one name, or in a script in which the
	// family name comes first anyway. The other parts are then empty.
	Literal string
	// IsGroup says that Literal is the name of a group or a corporation.
	IsGroup bool
}

// NameOf returns the parts of the name of one of the paper's authors or editors. Those of Groups are
// groups; the other names are split by SplitName.
func (p *Paper) NameOf(name string) PersonName {
	if p.IsGroup(name) {
		return PersonName{Literal: name, IsGroup: true}
	}
	return SplitName(name)
}

// SplitName splits a name into its parts: "Laurens van der Maaten", "Maaten, Laurens van der",
// "Martin Luther King Jr.", "King, Martin Luther, Jr." or "King, Jr., Martin Luther". Whether it is
// the name of a group is a guess by its words.
func SplitName(name string) PersonName {
	name = strings.Join(strings.Fields(name), " ")
	if strings.Contains(name, " ") && IsGroupName(name) {
		return PersonName{Literal: name, IsGroup: true}
	}
	var n PersonName
	parts := strings.Split(name, ", ")
	switch {
	case len(parts) == 2 && IsNameSuffix(parts[1]) && strings.Contains(parts[0], " "):
		n.Suffix, parts = parts[1], parts[:1]
	case len(parts) == 3 && IsNameSuffix(parts[1]):
		n.Suffix, parts = parts[1], []string{parts[0], parts[2]}
	case len(parts) == 3 && IsNameSuffix(parts[2]):
		n.Suffix, parts = parts[2], parts[:2]
	}
	switch {
	case len(parts) == 1:
		n.splitGivenFirst(strings.Fields(parts[0]))
	case len(parts) == 2 && parts[0] != "" && parts[1] != "":
		n.splitFamilyFirst(parts[0], strings.Fields(parts[1]))
	default:
		return PersonName{Literal: name}
	}
	return n
}

// splitGivenFirst splits "Given van Family Jr.".
func (n *PersonName) splitGivenFirst(words []string) {
	if last := len(words) - 1; last > 1 && n.Suffix == "" && IsNameSuffix(words[last]) {
		n.Suffix, words = words[last], words[:last]
	}
	if len(words) < 2 || slices.ContainsFunc(words, func(w string) bool { return strings.ContainsFunc(w, text.IsCJK) }) {
		n.Literal = strings.TrimSpace(strings.Join(words, " ") + " " + n.Suffix)
		n.Suffix = ""
		return
	}
	last := len(words) - 1
	family := last
	isVietnamese := isVietnameseSurname(words[0]) || isVietnameseSurname(words[last])
	for family > 1 && (isParticle(words, family-1) || slices.Contains(capitalParticles, words[family-1]) && !isVietnamese) {
		family--
	}
	n.setFamily(words[family:])
	n.Given = strings.Join(words[:family], " ")
}

// splitFamilyFirst splits "van Family" and "Given", or "Family" and "Given van".
func (n *PersonName) splitFamilyFirst(family string, given []string) {
	if last := len(given) - 1; last > 0 && n.Suffix == "" && IsNameSuffix(given[last]) {
		n.Suffix, given = given[last], given[:last]
	}
	end := len(given)
	for end > 1 && isParticle(given, end-1) {
		end--
	}
	n.setFamily(append(slices.Clone(given[end:]), strings.Fields(family)...))
	n.Given = strings.Join(given[:end], " ")
}

// setFamily sets the particle and the family name, which is at least the last word.
func (n *PersonName) setFamily(words []string) {
	family := 0
	for family < len(words)-1 && isParticle(words, family) {
		family++
	}
	n.Particle, n.Family = strings.Join(words[:family], " "), strings.Join(words[family:], " ")
}

// isParticle reports whether a word of a name is a particle, as each word of "von und zu" is.
func isParticle(words []string, i int) bool {
	if words[i] == "und" || words[i] == "y" || words[i] == "e" {
		return 0 < i && i < len(words)-1 && slices.Contains(nameParticles, words[i-1]) && slices.Contains(nameParticles, words[i+1])
	}
	return slices.Contains(nameParticles, words[i])
}

// FamilyFirst returns the name as reference managers sort it: "van der Maaten, Laurens", "King, Martin
// Luther, Jr.".
func (n PersonName) FamilyFirst() string {
	switch {
	case n.Family == "":
		return n.Literal
	case n.Suffix != "":
		return n.WholeFamily() + ", " + n.Given + ", " + n.Suffix
	}
	return n.WholeFamily() + ", " + n.Given
}

// WholeFamily returns the family name with its particle: "van der Maaten". It is "" if the name is
// literal.
func (n PersonName) WholeFamily() string {
	if n.Particle == "" {
		return n.Family
	}
	return n.Particle + " " + n.Family
}

// FamilyFirst returns a name as reference managers sort it, see [PersonName.FamilyFirst]. Names that
// are not split are not changed.
func FamilyFirst(author string) string { return SplitName(author).FamilyFirst() }
