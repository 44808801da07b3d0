package recommend

import (
	"hash/maphash"
	"slices"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/data/text"
	"paperboy/index/analysis"
)

// Two papers are near-duplicates if they are by the same people and have the same title
// (text.TitleKey) or the same abstract. The same people: at least half of the shorter
// list's surnames are on the other. The same abstract: of all sequences of three
// words in the two, at least sameWording are in both (Broder, On the resemblance and
// containment of documents, 1997), and neither title has a number that the other
// lacks ("Part I", "Part II"; "2016", "2017"). If a paper names no authors, both the
// title and the abstract have to be the same.
//
// Among the 395,000 papers of ACL, arXiv and Daily Papers (TestKnownDuplicates), all of
// 750 pairs known to be one paper are found, 666 of them by their abstracts as well, and
// 1,253 other pairs: 951 have the same title and authors, 300 the same wording alone, and
// 2 name no authors. Of fifty of these, 46 are one paper: in two catalogues, or as its
// workshop, conference or extended version, or a tutorial held twice. The other four are
// follow-ups that keep the text, or a paper that a catalogue lists with another's
// abstract. Without the comparison of numbers 24 more pairs are found, such as the reports
// of one workshop in two years; at .5, a hundred more with another title, half of them
// sister papers.
const (
	sameWording = .7
	samePeople  = .5
	// minSequences is the least number of sequences that makes an abstract comparable.
	minSequences = 20
	// maxNames is how many authors are compared: the first ones.
	maxNames = 50
)

// Why two papers are near-duplicates.
const (
	SameTitle           = "same title and authors"
	SameWording         = "same wording"
	SameTitleAndWording = "same title and wording"
)

// Duplicate is a near-duplicate of a hit. The engine ranks it after the hit.
type Duplicate struct {
	Number data.Number
	Paper  data.Paper
	Score  float64
	// Reason is SameTitle, SameWording or SameTitleAndWording.
	Reason string
}

// SeedDuplicate is a near-duplicate of Of, a paper of the Request.
type SeedDuplicate struct {
	Duplicate
	Of data.ID
}

// group collapses near-duplicates among hits, best first: the first of a group stays a hit,
// and the others become its duplicates. Near-duplicates of a seed go to ofSeeds. Each hit is
// in the result once.
func group(seeds []seed, hits []candidate) (groups []candidate, ofSeeds []SeedDuplicate) {
	var leaders leaders
	for _, s := range seeds {
		leaders.add(newFingerprint(s.Paper))
	}
	for _, h := range hits {
		f := newFingerprint(h.paper)
		i, reason := leaders.first(f)
		duplicate := Duplicate{h.Number, h.paper, h.Score, reason}
		switch {
		case reason == "":
			leaders.add(f)
			groups = append(groups, h)
		case i < len(seeds):
			ofSeeds = append(ofSeeds, SeedDuplicate{duplicate, seeds[i].ID})
		default:
			leader := &groups[i-len(seeds)]
			leader.duplicates = append(leader.duplicates, duplicate)
		}
	}
	return groups, ofSeeds
}

// fingerprint is what papers are compared by.
type fingerprint struct {
	paper    data.Paper
	title    string
	surnames []string
	// sequences are the hashes of three successive words, in ascending order; nil until they
	// are needed.
	sequences []uint64
}

func newFingerprint(p data.Paper) *fingerprint {
	f := &fingerprint{paper: p, title: text.TitleKey(p.Title)}
	for _, name := range p.Authors[:min(len(p.Authors), maxNames)] {
		if s := data.Surname(name); s != "" {
			f.surnames = append(f.surnames, s)
		}
	}
	slices.Sort(f.surnames)
	f.surnames = slices.Compact(f.surnames)
	return f
}

// duplicates returns why two papers are near-duplicates, "" if they are not.
func (f *fingerprint) duplicates(other *fingerprint) (reason string) {
	sameTitle := f.title != "" && f.title == other.title
	few := min(len(f.surnames), len(other.surnames))
	switch {
	case few == 0 && !sameTitle:
		return ""
	case float64(common(f.surnames, other.surnames)) < samePeople*float64(few):
		return ""
	case few > 0 && sameTitle:
		return SameTitle
	case !f.sameWording(other):
		return ""
	case few == 0:
		return SameTitleAndWording
	}
	m, n := numbersOf(f.paper.Title), numbersOf(other.paper.Title)
	if common(m, n) < min(len(m), len(n)) {
		return ""
	}
	return SameWording
}

// sameWording reports whether two abstracts are the same.
func (f *fingerprint) sameWording(other *fingerprint) bool {
	a, b := f.ofThree(), other.ofThree()
	if few := min(len(a), len(b)); few < minSequences || float64(few) < sameWording*float64(max(len(a), len(b))) {
		return false
	}
	both := common(a, b)
	return float64(both) >= sameWording*float64(len(a)+len(b)-both)
}

// numbersOf returns the different numbers of a title, in the order of texts: whatever has a
// digit, and Roman numerals up to 39.
func numbersOf(title string) []string {
	numbers := strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	numbers = slices.DeleteFunc(numbers, func(word string) bool {
		return strings.Trim(word, "IVX") != "" && !strings.ContainsFunc(word, unicode.IsDigit)
	})
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// common counts the members that two ascending lists have in common.
func common[T string | uint64](a, b []T) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}

var hashSeed = maphash.MakeSeed()

// ofThree returns the different sequences of three words of the abstract. The two highest bits
// of each count its function words, so that rare sequences come before phrases such as "in
// this paper".
func (f *fingerprint) ofThree() []uint64 {
	if f.sequences != nil {
		return f.sequences
	}
	const wordLength = 5 // the mean or less, including the space
	words := len(f.paper.Abstract)/wordLength + 1
	f.sequences = make([]uint64, 0, words)
	var last [2]uint64
	var functionWords [3]uint64 // 1 for a function word
	for i, t := range analysis.QueryTokens(make([]analysis.Token, 0, words), f.paper.Abstract) {
		word := maphash.String(hashSeed, t.Form)
		functionWords[i%3] = 0
		if analysis.IsFunctionWord(t.Form) {
			functionWords[i%3] = 1
		}
		if i >= len(last) {
			hash := maphash.Comparable(hashSeed, [3]uint64{last[0], last[1], word})
			f.sequences = append(f.sequences, (functionWords[0]+functionWords[1]+functionWords[2])<<62|hash>>2)
		}
		last[0], last[1] = last[1], word
	}
	slices.Sort(f.sequences)
	f.sequences = slices.Compact(f.sequences)
	return f.sequences
}
