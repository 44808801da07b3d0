package data

import "slices"

const (
	// sameAbstract is the overlap from which two abstracts are one text.
	sameAbstract = 0.9
	// otherAbstract is the overlap below which they are of different papers,
	// such as the yearly reports of one group: versions of one paper overlap by
	// more, but for 1 in 1,533 pairs of ACL and arXiv (a translation).
	otherAbstract = 0.4
	// minAbstractWords is the least that an abstract must have to tell.
	minAbstractWords = 20
)

// SamePaper reports whether two papers without a common id are nevertheless one,
// by their titles, and names what they have in common. Their TitleKeys must be equal, and they must share an
// author's surname or, where one side has no names, their abstracts must
// overlap by 0.9 (see overlap). Against it speak two different ids of one catalogue
// (arXiv, ACL), which knows better, and abstracts that say different things.
//
// Dates are not asked: the 1,533 pairs that this finds between the ACL Anthology
// and arXiv lie up to 14 years apart, because old papers are put on arXiv late.
func SamePaper(a, b Paper) (reason string, ok bool) {
	key := TitleKey(a.Title)
	if key == "" || key != TitleKey(b.Title) || catalogued(a, b) {
		return "", false
	}
	common, known := overlap(a.Abstract, b.Abstract)
	switch {
	case len(a.Authors) == 0 || len(b.Authors) == 0:
		if known && common >= sameAbstract {
			return "same title and abstract", true
		}
	case shareSurname(a.Authors, b.Authors):
		if !known || common >= otherAbstract {
			return "same title and author", true
		}
	}
	return "", false
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
// not known where the shorter has too few words to tell.
func overlap(a, b string) (part float64, known bool) {
	short, long := foldedWords(a), foldedWords(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) < minAbstractWords {
		return 0, false
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
	return float64(shared) / float64(len(short)), true
}
