package data

import (
	"slices"
	"strings"

	"paperboy/data/text"
)

// nameParticles lists words before a surname that are not part of it: some sources write
// "van der Maaten", others file him under M.
var nameParticles = []string{
	"al", "am", "bin", "da", "dal", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "ibn",
	"la", "le", "los", "van", "vom", "von", "zu", "zum", "zur",
}

// capitalParticles lists the particles that are part of a surname even if they have a capital, as in
// "Luc Van Gool". The others are given names as often: "Do", "Zu".
var capitalParticles = []string{
	"Al", "Da", "De", "Del", "Della", "Den", "Der", "Di", "Dos", "Du", "El", "La", "Le", "Ten", "Ter", "Van", "Von",
}

// vietnameseSurnames lists the most frequent surnames of Vietnam, where "Le" is a surname and "Van" a
// middle name.
var vietnameseSurnames = []string{
	"bui", "dang", "do", "duong", "hoang", "huynh", "le", "luong", "ly", "ngo", "nguyen", "pham", "phan", "tran", "trinh", "truong", "vo", "vu",
}

// nameSuffixes lists words that may follow a surname.
var nameSuffixes = []string{"jr", "sr", "ii", "iii", "iv", "phd"}

// AuthorKey returns the normalized full name, with its words in the order "first last" and
// separated by single spaces. It is the value of the author facet. "Müller, J.-P." and
// "J. P. Müller" both give "j p muller".
func AuthorKey(author string) string {
	if key, ok := plainKey(author); ok {
		return key
	}
	return strings.Join(nameWords(author), " ")
}

// plainKey returns the AuthorKey of a name of ASCII letters and digits in the order "first
// last", as most are, in a third of the time.
func plainKey(author string) (key string, ok bool) {
	b := make([]byte, 0, 64)
	for i := 0; i < len(author); i++ {
		switch c := author[i]; {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			b = append(b, c)
		case 'A' <= c && c <= 'Z':
			b = append(b, c+'a'-'A')
		case c == ' ' || c == '.' || c == '-':
			if len(b) > 0 && b[len(b)-1] != ' ' {
				b = append(b, ' ')
			}
		default:
			return "", false
		}
	}
	return strings.TrimSuffix(string(b), " "), true
}

// Surname returns an author's normalized last name without particles and suffixes: "maaten"
// for "Laurens van der Maaten", "Maaten, Laurens van der" and "van der Maaten, L.". It
// returns "" if the name has no letters.
func Surname(author string) string {
	words := nameWords(author)
	for len(words) > 1 && slices.Contains(nameSuffixes, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if family, _, found := strings.Cut(author, ","); found {
		if last := nameWords(family); len(last) > 0 && len(last) < len(words) {
			words = last
		}
	}
	for i := len(words) - 1; i >= 0; i-- {
		if !slices.Contains(nameParticles, words[i]) {
			return words[i]
		}
	}
	return strings.Join(words, "")
}

func isVietnameseSurname(word string) bool {
	return slices.Contains(vietnameseSurnames, strings.Join(text.Words(word), ""))
}

// IsNameSuffix reports whether a word may follow a surname: "Jr.", "III", "PhD".
func IsNameSuffix(s string) bool {
	words := text.Words(s)
	joined := strings.Join(words, "")
	return slices.Contains(nameSuffixes, joined) && (len(words) == 1 || joined == "phd")
}

// IsGroupName reports whether a name has a word that marks the name of a group of people.
func IsGroupName(name string) bool { return slices.ContainsFunc(strings.Fields(name), isGroupWord) }

// isGroupWord reports whether a word marks the name of a group of people.
func isGroupWord(word string) bool {
	switch strings.ToLower(strings.Trim(word, ",.;()")) {
	case "and", "&", "of", "for", "the", "academy", "agency", "alliance", "association", "center", "centre", "collaboration", "collaborations", "college", "commission",
		"committee", "company", "consortium", "corporation", "council", "department", "federation", "foundation", "gmbh", "group", "hospital", "inc", "initiative",
		"institut", "institute", "investigators", "laboratory", "llc", "ltd", "ministry", "network", "organisation", "organization", "project", "society", "team", "universidad",
		"universidade", "universität", "université", "university":
		return true
	}
	return false
}

// nameWords returns the normalized words of a name in the order "first last".
func nameWords(author string) []string {
	family, given, found := strings.Cut(author, ",")
	if found && !slices.Contains(nameSuffixes, strings.Join(text.Words(given), "")) {
		return append(text.Words(given), text.Words(family)...)
	}
	return text.Words(author)
}
