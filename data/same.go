package data

import "slices"

// minAbstractOverlap and minAbstractWords say when two abstracts are one text.
const (
	minAbstractOverlap = 0.9
	minAbstractWords   = 20
)

// SamePaper reports whether two papers without a common id are nevertheless one,
// by their titles, and why. Their TitleKeys must be equal, and they must share an
// author's surname or, where one side has no names, their abstracts must
// overlap by 0.9.
//
// Two ids of one catalogue (arXiv, ACL) speak against it: the catalogue knows
// better.
func SamePaper(a, b Paper) (reason string, ok bool) {
	key := TitleKey(a.Title)
	if key == "" || key != TitleKey(b.Title) || catalogued(a, b) {
		return "", false
	}
	if len(a.Authors) > 0 && len(b.Authors) > 0 {
		if !shareSurname(a.Authors, b.Authors) {
			return "", false
		}
		return "same title and author", true
	}
	if overlap(a.Abstract, b.Abstract) < minAbstractOverlap {
		return "", false
	}
	return "same title and abstract", true
}

// catalogued reports that one catalogue lists a and b under different ids.
func catalogued(a, b Paper) bool {
	idsA, idsB := (&Record{Paper: a}).IDs(), (&Record{Paper: b}).IDs()
	for _, scheme := range []string{SchemeArXiv, SchemeACL} {
		isOfScheme := func(id ID) bool { return id.Scheme() == scheme }
		i, j := slices.IndexFunc(idsA, isOfScheme), slices.IndexFunc(idsB, isOfScheme)
		if i >= 0 && j >= 0 && idsA[i] != idsB[j] {
			return true
		}
	}
	return false
}

func shareSurname(a, b []string) bool {
	surnames := make(map[string]bool, len(a))
	for _, author := range a {
		surnames[Surname(author)] = true
	}
	delete(surnames, "")
	return slices.ContainsFunc(b, func(author string) bool { return surnames[Surname(author)] })
}

// overlap is the part of the shorter abstract's words, each as often as it
// stands there, that the other has too, so that a cut copy overlaps fully. It is
// 0 where the shorter has too few words to tell.
func overlap(a, b string) float64 {
	short, long := foldedWords(a), foldedWords(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) < minAbstractWords {
		return 0
	}
	counts := make(map[string]int, len(long))
	for _, word := range long {
		counts[word]++
	}
	shared := 0
	for _, word := range short {
		if counts[word] > 0 {
			counts[word]--
			shared++
		}
	}
	return float64(shared) / float64(len(short))
}
