package segmentfile

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	zap "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index/analysis"
	"paperboy/index/embedded/schema"
)

// text is what a file has to say about a paper: its record, and its forms by place, those of one
// place in ascending order, with hidden forms apart.
type text struct {
	Number                  data.Number
	Record                  string
	Title, Abstract, Hidden [][]string
}

// drafts are papers of random words, with several readings of some places and hidden forms.
func drafts(random *rand.Rand, n, first int) (all []*Draft) {
	words := []string{"the", "of", "in", "state-of-the-art", "pre-training", "data set", "C++", "Gödel", "GPT-4", "graph", "graphs", "neural", "", "日本語"}
	sentence := func(length int) (s string) {
		for range random.IntN(length) {
			s += words[random.IntN(len(words))] + " "
		}
		return s + fmt.Sprintf("w%d", random.IntN(1000))
	}
	for i := range n {
		all = append(all, &Draft{
			Number: data.Number(first + i), Record: []byte(fmt.Sprintf("record of %d", first+i)),
			Title: analysis.Tokenize(nil, sentence(9)), Abstract: analysis.Tokenize(nil, sentence(50)),
		})
	}
	random.Shuffle(n, func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

func wanted(drafts []*Draft) (all []text) {
	for _, d := range drafts {
		t := text{Number: d.Number, Record: string(d.Record), Hidden: make([][]string, 2)}
		for field, tokens := range [][]analysis.Token{d.Title, d.Abstract} {
			var places [][]string
			for i := range tokens {
				form := tokens[i].Form
				if IsHidden(form) {
					t.Hidden[field] = append(t.Hidden[field], form)
					continue
				}
				if i == 0 || tokens[i].Position != tokens[i-1].Position {
					places = append(places, nil)
				}
				places[len(places)-1] = append(places[len(places)-1], form)
			}
			for _, p := range places {
				slices.Sort(p)
			}
			if field == 0 {
				t.Title = places
			} else {
				t.Abstract = places
			}
		}
		all = append(all, t)
	}
	return all
}

// read returns what a file says.
func read(t *testing.T, f *File) (all []text) {
	t.Helper()
	words, err := f.Words()
	if err != nil {
		t.Fatal(err)
	}
	occurrences := make([]uint32, len(words.Forms))
	r := f.Papers()
	defer r.Close()
	for _, number := range f.Numbers() {
		if err := r.Next(); err != nil {
			t.Fatal(err)
		}
		one := text{Number: data.Number(number), Record: string(r.Paper.Record), Hidden: make([][]string, 2)}
		into, again := &one.Title, false
		for c := (cursor{left: r.Paper.Words}); len(c.left) > 0; {
			switch code := c.number(); code {
			case EndOfTitle:
				into = &one.Abstract
			case SameAgain:
				again = true
			default:
				form := words.Codes.ByCode[code-FirstOfForm]
				occurrences[form]++
				if !again {
					*into = append(*into, nil)
				}
				again = false
				last := &(*into)[len(*into)-1]
				*last = append(*last, words.Forms[form])
			}
		}
		for _, p := range append(one.Title, one.Abstract...) {
			slices.Sort(p)
		}
		r.Paper.EachHidden(func(form uint32, inAbstract bool) {
			field := 0
			if inAbstract {
				field = 1
			}
			occurrences[form]++
			one.Hidden[field] = append(one.Hidden[field], words.Forms[form])
		})
		all = append(all, one)
	}
	if !r.AtEnd() {
		t.Error("there is something after the last paper")
	}
	if diff := cmp.Diff(words.Occurrences, occurrences); diff != "" {
		t.Errorf("other occurrences than the dictionary says (-dictionary +texts)\n%s", diff)
	}
	return all
}

// TestMerge writes segments of random papers, and merges them without some: the merged file has to
// say the same of the others, and be to the byte what Build makes of them.
func TestMerge(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for trial := range 20 {
		dir := t.TempDir()
		var segments []zap.Segment
		var drops []*roaring.Bitmap
		var left []*Draft
		for part := range 1 + random.IntN(5) {
			papers := drafts(random, 1+random.IntN(400), 1000*part)
			built, err := Build(papers)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(wanted(papers), read(t, built)); diff != "" {
				t.Fatalf("trial %d: built (-want +got)\n%s", trial, diff)
			}
			path := filepath.Join(dir, fmt.Sprint(part))
			if err := built.Persist(path); err != nil {
				t.Fatal(err)
			}
			opened, err := Plugin{}.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer opened.Close()
			var drop *roaring.Bitmap
			if part%2 == 1 {
				drop = roaring.New()
			}
			for doc, d := range papers {
				if drop != nil && random.IntN(3) == 0 {
					drop.Add(uint32(doc))
				} else {
					left = append(left, d)
				}
			}
			segments, drops = append(segments, opened), append(drops, drop)
		}
		path := filepath.Join(dir, "merged")
		numbers, size, err := Plugin{}.Merge(segments, drops, path, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		merged, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer merged.Close()
		if diff := cmp.Diff(wanted(left), read(t, merged)); diff != "" {
			t.Fatalf("trial %d: merged (-want +got)\n%s", trial, diff)
		}
		again, err := Build(left)
		if err != nil {
			t.Fatal(err)
		}
		if string(again.data) != string(merged.data) || size != uint64(len(merged.data)) {
			t.Errorf("trial %d: %d bytes were merged, %d reported, %d built", trial, len(merged.data), size, len(again.data))
		}
		wantNumbers(t, segments, drops, numbers, merged)
	}
}

// wantNumbers checks where a merge says that papers are, and that they are found by their ids.
func wantNumbers(t *testing.T, segments []zap.Segment, drops []*roaring.Bitmap, numbers [][]uint64, merged *File) {
	t.Helper()
	for i, s := range segments {
		for doc := range s.Count() {
			id, err := s.DocID(doc)
			if err != nil {
				t.Fatal(err)
			}
			found, err := merged.DocNumbers([]string{string(id), "no id"})
			if err != nil {
				t.Fatal(err)
			}
			if drops[i] != nil && drops[i].Contains(uint32(doc)) {
				if numbers[i][doc] != dropped || !found.IsEmpty() {
					t.Fatalf("a dropped paper is at %d, its id at %v", numbers[i][doc], found)
				}
			} else if !found.Equals(roaring.BitmapOf(uint32(numbers[i][doc]))) {
				t.Fatalf("a paper is at %d, its id at %v", numbers[i][doc], found)
			}
		}
	}
}

// TestCancelledMerge wants a merge that is cancelled to leave no file.
func TestCancelledMerge(t *testing.T) {
	built, err := Build(drafts(rand.New(rand.NewPCG(3, 4)), 10, 1))
	if err != nil {
		t.Fatal(err)
	}
	cancel := make(chan struct{})
	close(cancel)
	path := filepath.Join(t.TempDir(), "merged")
	if _, _, err := (Plugin{}).Merge([]zap.Segment{built}, make([]*roaring.Bitmap, 1), path, cancel, nil); !errors.Is(err, zap.ErrClosed) {
		t.Errorf("error %v, want %v", err, zap.ErrClosed)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file is still there")
	}
}

// FuzzFile reads changed files: an error or other papers, never a panic.
func FuzzFile(f *testing.F) {
	built, err := Build(drafts(rand.New(rand.NewPCG(5, 6)), 20, 1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(built.data)
	random := rand.New(rand.NewPCG(7, 8))
	for range 100 {
		changed := slices.Clone(built.data)
		changed[random.IntN(len(changed))] ^= 1 << random.IntN(8)
		f.Add(changed)
	}
	other, err := Build(drafts(rand.New(rand.NewPCG(9, 10)), 3, 100))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := parse(content, "", func() error { return nil })
		if err != nil {
			return
		}
		path := filepath.Join(t.TempDir(), "merged")
		_, _, err = Plugin{}.Merge([]zap.Segment{file, other}, []*roaring.Bitmap{roaring.BitmapOf(1), nil}, path, nil, nil)
		if err != nil && !errors.Is(err, ErrDamaged) {
			t.Error(err)
		}
	})
}

// TestDocument wants ids to be those of schema.DocumentID.
func TestDocument(t *testing.T) {
	built, err := Build(drafts(rand.New(rand.NewPCG(11, 12)), 3, 77))
	if err != nil {
		t.Fatal(err)
	}
	id, err := built.DocID(1)
	if err != nil || string(id) != schema.DocumentID(78) {
		t.Errorf("id %q, error %v", id, err)
	}
	if id, err = built.DocID(3); id != nil || err != nil {
		t.Errorf("id %q of no paper, error %v", id, err)
	}
}
