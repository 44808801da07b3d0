package recommend

import (
	"hash/maphash"
	"slices"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/index/analysis"
)

// Two papers say the same if they are by the same people and have the same title
// (data.TitleKey) or the same abstract. The same people: at least half of the shorter
// list's surnames are on the other. The same abstract: of all sequences of three
// words in the two, at least sameWording are in both (Broder, On the resemblance and
// containment of documents, 1997), and no title counts what the other counts
// otherwise ("Part I", "Part II"; "2016", "2017"). Where one side names nobody, the
// abstract alone tells.
//
// Among the 395,000 papers of ACL, arXiv and Daily Papers (TestFolding), all of 750
// pairs known to be one paper fold, 666 of them by their abstracts as well, and 1,253
// other pairs do: 951 have the same title and authors, 302 the same wording alone. Of
// fifty of these, 46 are one paper: in two catalogues, or as its workshop, conference
// or extended version, or a tutorial held twice. The other four are follow-ups that
// keep the text, or a paper that a catalogue lists with another's abstract. Without
// the numbers in titles 24 more fold, such as the reports of one workshop in two
// years; at .5, a hundred more with another title, half of them sister papers.
const (
	sameWording = .7
	samePeople  = .5
	// minSequences is the least that an abstract must have to tell.
	minSequences = 20
	// maxNames is how many authors are compared: the first ones.
	maxNames = 50
)

// Why two papers are folded.
const (
	SameTitle   = "same title and authors"
	SameWording = "same wording"
)

// Folded is a paper that says the same as another, which stands for both.
type Folded struct {
	Number data.Number
	Paper  data.Paper
	// Reason is SameTitle or SameWording.
	Reason string
}

// FoldedAway is a paper that says the same as one that was asked about, and is no hit
// for that reason.
type FoldedAway struct {
	Folded
	Into data.ID
}

// fold keeps, of hits that say the same, the first, and tells it of the others. What
// says the same as a seed goes.
func fold(seeds []seed, hits []candidate) (kept []candidate, away []FoldedAway) {
	var asked, seen []*fingerprint
	for _, s := range seeds {
		asked = append(asked, newFingerprint(s.Paper))
	}
	for _, h := range hits {
		f := newFingerprint(h.paper)
		if i, reason := first(asked, f); reason != "" {
			away = append(away, FoldedAway{Folded{h.Number, h.paper, reason}, seeds[i].ID})
		} else if i, reason := first(seen, f); reason != "" {
			kept[i].folded = append(kept[i].folded, Folded{h.Number, h.paper, reason})
		} else {
			kept, seen = append(kept, h), append(seen, f)
		}
	}
	return kept, away
}

// first finds the first that says the same as f, and why; without one, why is empty.
func first(all []*fingerprint, f *fingerprint) (i int, reason string) {
	for i, other := range all {
		if reason, ok := f.saysTheSame(other); ok {
			return i, reason
		}
	}
	return 0, ""
}

// fingerprint is what tells of a paper whether it says the same as another.
type fingerprint struct {
	paper    data.Paper
	title    string
	surnames []string
	// sequences are the hashes of three words in a row, ascending; nil until they
	// are asked for.
	sequences []uint64
}

func newFingerprint(p data.Paper) *fingerprint {
	f := &fingerprint{paper: p, title: data.TitleKey(p.Title)}
	for _, name := range p.Authors[:min(len(p.Authors), maxNames)] {
		if s := data.Surname(name); s != "" {
			f.surnames = append(f.surnames, s)
		}
	}
	slices.Sort(f.surnames)
	f.surnames = slices.Compact(f.surnames)
	return f
}

// saysTheSame reports whether two papers are one to a reader, and why.
func (f *fingerprint) saysTheSame(other *fingerprint) (reason string, ok bool) {
	few := min(len(f.surnames), len(other.surnames))
	if few > 0 {
		if float64(common(f.surnames, other.surnames)) < samePeople*float64(few) {
			return "", false
		}
		if f.title != "" && f.title == other.title {
			return SameTitle, true
		}
	}
	a, b := f.ofThree(), other.ofThree()
	if few := min(len(a), len(b)); few < minSequences || float64(few) < sameWording*float64(max(len(a), len(b))) {
		return "", false
	}
	if both := common(a, b); float64(both) < sameWording*float64(len(a)+len(b)-both) {
		return "", false
	}
	m, n := numbersOf(f.paper.Title), numbersOf(other.paper.Title)
	if common(m, n) < min(len(m), len(n)) {
		return "", false
	}
	return SameWording, true
}

// numbersOf are the different numbers of a title, ascending as texts: what has a
// digit, and Roman numerals up to 39.
func numbersOf(title string) []string {
	numbers := strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	numbers = slices.DeleteFunc(numbers, func(word string) bool {
		return strings.Trim(word, "IVX") != "" && !strings.ContainsFunc(word, unicode.IsDigit)
	})
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// common counts what two ascending lists have in common.
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

// ofThree are the different sequences of three words of the abstract.
func (f *fingerprint) ofThree() []uint64 {
	if f.sequences != nil {
		return f.sequences
	}
	f.sequences = []uint64{}
	var last [2]uint64
	for i, t := range analysis.QueryTokens(nil, f.paper.Abstract) {
		word := maphash.String(hashSeed, t.Form)
		if i >= len(last) {
			f.sequences = append(f.sequences, maphash.Comparable(hashSeed, [3]uint64{last[0], last[1], word}))
		}
		last[0], last[1] = last[1], word
	}
	slices.Sort(f.sequences)
	f.sequences = slices.Compact(f.sequences)
	return f.sequences
}
