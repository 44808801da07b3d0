package segment

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/index"
	"paperboy/index/embedded/schema"
	"paperboy/index/query"
)

func newDictionary(terms []string) *Dictionary {
	terms = slices.Compact(slices.Sorted(slices.Values(terms)))
	d := &Dictionary{}
	for _, t := range terms {
		d.text += t
		d.ends = append(d.ends, uint32(len(d.text)))
	}
	d.signatures = newSignatures(d)
	return d
}

// editDistance is Levenshtein's, by its definition.
func editDistance(a, b []rune) int {
	if len(a) == 0 || len(b) == 0 {
		return len(a) + len(b)
	}
	if a[0] == b[0] {
		return editDistance(a[1:], b[1:])
	}
	return 1 + min(editDistance(a[1:], b), editDistance(a, b[1:]), editDistance(a[1:], b[1:]))
}

func TestNear(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		var r []rune
		for range 1 + random.IntN(7) {
			r = append(r, []rune("abcö学")[random.IntN(5)])
		}
		return string(r)
	}
	for range 100 {
		var terms []string
		for range random.IntN(80) {
			terms = append(terms, word())
		}
		d, text := newDictionary(terms), word()
		want, got := []string{}, []string{}
		for i := range d.Len() {
			if editDistance([]rune(d.Term(i)), []rune(text)) <= query.MaxEdits(text) {
				want = append(want, d.Term(i))
			}
		}
		for _, i := range d.Near(text, query.MaxEdits(text)) {
			got = append(got, d.Term(int(i)))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("near %q (-want +got)\n%s", text, diff)
		}
	}
}

// TestNearLengths compares words of all lengths that signatures tell apart with the automaton.
func TestNearLengths(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	edited := func(word []rune) string {
		word = slices.Clone(word)
		for range random.IntN(4) {
			if len(word) == 0 {
				break
			}
			at := random.IntN(len(word))
			switch c := []rune("xé")[random.IntN(2)]; random.IntN(3) {
			case 0:
				word[at] = c
			case 1:
				word = slices.Insert(word, at, c)
			case 2:
				word = slices.Delete(word, at, at+1)
			}
		}
		return string(word)
	}
	found := 0
	for length := 1; length <= 16; length++ {
		for range 20 {
			word := []rune("electroencephalograph")[:length]
			if random.IntN(4) == 0 {
				word = slices.Concat(word[:length/2], []rune("ö"), word[length/2:])
			}
			terms := []string{string(word)}
			for range 100 {
				if term := edited(word); term != "" { // no dictionary has that
					terms = append(terms, term)
				}
			}
			d, text := newDictionary(terms), edited(word)
			for edits := range 3 {
				a := NewAutomaton(text, edits)
				var want []uint32
				for i := range uint32(d.Len()) {
					if a.Accepts(d.Term(int(i))) {
						want = append(want, i)
					}
				}
				found += len(want)
				if diff := cmp.Diff(want, d.Near(text, edits)); diff != "" {
					t.Fatalf("%d edits from %q (-want +got)\n%s", edits, text, diff)
				}
			}
		}
	}
	if found < 5_000 {
		t.Errorf("only %d terms were near", found)
	}
}

// TestNearLong has terms that are longer in bytes than signatures can tell.
func TestNearLong(t *testing.T) {
	long := strings.Repeat("学", 60)
	d := newDictionary([]string{"a", long, long + "é", strings.Repeat("a", 120), strings.Repeat("a", 130), "学"})
	for edits, want := range map[int][]string{0: {}, 1: {long}, 2: {long, long + "é"}} {
		got := []string{}
		for _, i := range d.Near(long[len("学"):], edits) {
			got = append(got, d.Term(int(i)))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d edits (-want +got)\n%s", edits, diff)
		}
	}
}

func TestDictionary(t *testing.T) {
	d := newDictionary([]string{"a", "ab", "abc", "abd", "b", "é"})
	for prefix, want := range map[string][2]int{"": {0, 6}, "ab": {1, 4}, "abc": {2, 3}, "ac": {4, 4}, "b": {4, 5}, "é": {5, 6}, "z": {5, 5}} {
		if from, to := d.PrefixRange(prefix); [2]int{from, to} != want {
			t.Errorf("prefixed %q: %d to %d, want %v", prefix, from, to, want)
		}
	}
	if i, ok := d.Find("abd"); !ok || i != 3 {
		t.Errorf("find abd: %d, %v", i, ok)
	}
	if _, ok := d.Find("abe"); ok {
		t.Error("found abe")
	}
}

// TestDictionaryFences searches among terms that often begin alike.
func TestDictionaryFences(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	word := func() string {
		b := []byte("abcdefgh"[:random.IntN(9)])
		for range random.IntN(6) {
			b = append(b, []byte{0, 'a', 'm', 'z', 0xff}[random.IntN(5)])
		}
		return string(b)
	}
	for _, n := range []int{0, 1, 127, 128, 129, 5000} {
		terms := make([]string, n)
		for i := range terms {
			terms[i] = word()
		}
		d := newDictionary(terms)
		for range 2000 {
			s := word()
			from, to := 0, 0
			for i := range d.Len() {
				if d.Term(i) < s {
					from = i + 1
				}
				if d.Term(i) < s || strings.HasPrefix(d.Term(i), s) {
					to = i + 1
				}
			}
			if f, ok := d.Find(s); f != from || ok != (from < d.Len() && d.Term(from) == s) {
				t.Fatalf("%d terms: find %q: %d, %v, want %d", n, s, f, ok, from)
			}
			if f, l := d.PrefixRange(s); f != from || l != to {
				t.Fatalf("%d terms: prefix %q: %d to %d, want %d to %d", n, s, f, l, from, to)
			}
		}
	}
}

// FuzzColumns feeds cut and changed records to the decoder: an error or
// other values, never a panic.
func FuzzColumns(f *testing.F) {
	upvotes := schema.Record{Number: 7, Date: schema.NoPeriod, Signals: index.Signals{Featured: []int32{19000, 19030}, Upvotes: index.Signal{Series: []index.Observed{{Day: 19031, Value: 2}}}}, Values: [schema.ValueFacets][]string{{"Ada"}, {"cs.CL"}, {"ACL"}, nil}, Start: "x"}
	f.Add(upvotes.Encode())
	f.Fuzz(func(t *testing.T, packed []byte) {
		c := newColumns(1)
		if _, err := c.add(packed, recordReaders{newFacetInterners(), newAuthorsReader(), newTitlesReader(1), newVenuesReader(), &idsReader{}}); err == nil && len(c.Numbers) != 1 {
			t.Error("no paper and no error")
		}
	})
}
