package bleveindex_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/embedded/bleveindex"
	"paperboy/index/embedded/mapped"
	"paperboy/index/embedded/segment"
	"paperboy/index/embedded/snapshot"
	"paperboy/index/query"
)

// various are scrambled papers with something in every column.
func various(n int) []data.Change {
	changes := scrambled(n)
	random := rand.New(rand.NewPCG(5, 6))
	names := []string{"Ada Lovelace", "Jürgen Groß", "Conor O'Connor", "Li Wei", "Grace Hopper"}
	for i := range changes {
		p := changes[i].Paper
		p.Title = fmt.Sprintf("System%d: %s", i%9, p.Title)
		p.Authors = names[random.IntN(len(names)):]
		p.Categories = []string{fmt.Sprintf("cs.%d", random.IntN(5))}
		p.Language = "en"
		p.Date = data.Date{Year: 2000 + random.IntN(20), Month: 3, Day: 1 + random.IntN(28)}
		p.DOI = fmt.Sprintf("10.1000/%d", i)
		if i%4 == 0 {
			upvotes := random.IntN(100)
			p.Upvotes, p.Featured = &upvotes, data.Date{Year: 2025, Month: 5, Day: 1 + random.IntN(28)}
		}
	}
	return changes
}

// laneQuestions read all kinds of lanes.
var laneQuestions = append(slices.Clone(positionQuestions),
	ask(query.Word{Text: "lovelace", Field: query.Author}), ask(query.Word{Text: "journal", Field: query.Venue}),
	ask(query.Fuzzy{Text: "alpa"}), ask(query.Prefix{Text: "word1"}),
	index.Request{Sort: index.ByTitle, Limit: 300}, index.Request{Sort: index.ByUpvotes, Limit: 20},
	index.Request{Limit: 5, Facets: index.Facets, Filter: index.Filter{Values: map[index.Facet][]string{index.FacetAuthor: {"ada lovelace"}}}},
)

// lanesIndex makes an index of several segments, and returns what it answers to laneQuestions.
func lanesIndex(t *testing.T) (dir string, want []index.Result) {
	t.Helper()
	dir = t.TempDir()
	engine := open(t, dir).(*embedded.Engine)
	changes := various(300)
	for _, part := range [][]data.Change{changes[:100], changes[100:180], changes[180:]} {
		last := part[len(part)-1].Sequence
		if err := errors.Join(engine.Apply(testContext(t), part, last), engine.WaitVisible(testContext(t), last)); err != nil {
			t.Fatal(err)
		}
	}
	want = answers(t, engine)
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, want
}

func answers(t *testing.T, engine *embedded.Engine) []index.Result {
	t.Helper()
	results := make([]index.Result, len(laneQuestions))
	for i, q := range laneQuestions {
		var err error
		if results[i], err = engine.Search(testContext(t), q); err != nil || results[i].Total == 0 {
			t.Fatalf("question %d: %d papers, error %v", i, results[i].Total, err)
		}
	}
	return results
}

// segmentsOf returns the segments of the newest snapshot, which is released when the test ends.
func segmentsOf(t *testing.T, engine *embedded.Engine) *snapshot.Snapshot {
	t.Helper()
	v, err := engine.Acquire()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Release)
	return v
}

// TestLanesAreWhatIsRead compares segments that were opened by their lanes with those read from
// the files of papers, field by field.
func TestLanesAreWhatIsRead(t *testing.T) {
	dir, want := lanesIndex(t)
	engine := open(t, dir).(*embedded.Engine)
	defer engine.Close()
	if diff := cmp.Diff(want, answers(t, engine)); diff != "" {
		t.Errorf("other answers after opening (-want +got)\n%s", diff)
	}
	v := segmentsOf(t, engine)
	fields := 0
	for i := range v.Segments {
		kept := v.Segments[i].Segment
		if kept.Lanes == nil {
			t.Fatalf("segment %d was not opened by its lanes", i)
		}
		read, err := segment.Read(testContext(t), v.Segments[i].Bleve, v.Tables)
		if err != nil {
			t.Fatal(err)
		}
		fields += wantSame(t, fmt.Sprintf("segment %d", i), reflect.ValueOf(read).Elem(), reflect.ValueOf(kept).Elem())
	}
	if len(v.Segments) < 2 || fields < 50*len(v.Segments) {
		t.Errorf("compared %d fields of %d segments", fields, len(v.Segments))
	}
}

// notKept are the fields that are not lanes: what is cached or computed when first asked for.
var notKept = []string{"Lanes", "refs", "scored", "byDate", "ByYear", "Sorts", "Totals", "fences"}

// wantSame compares two values, in which an empty slice is like none, and returns how many
// numbers, strings and slices of these it compared.
func wantSame(t *testing.T, at string, a, b reflect.Value) (compared int) {
	t.Helper()
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			if name := a.Type().Field(i).Name; !slices.Contains(notKept, name) {
				compared += wantSame(t, at+"."+name, a.Field(i), b.Field(i))
			}
		}
		return compared
	case reflect.Pointer:
		if a.IsNil() != b.IsNil() {
			t.Errorf("%s is nil in one", at)
			return 0
		}
		return wantSame(t, at, a.Elem(), b.Elem())
	case reflect.Array, reflect.Slice:
		if a.Len() != b.Len() {
			t.Errorf("%s has length %d, want %d", at, b.Len(), a.Len())
			return 0
		}
		for i := range a.Len() {
			wantSame(t, fmt.Sprintf("%s[%d]", at, i), a.Index(i), b.Index(i))
		}
		return 1
	case reflect.Map, reflect.String, reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		if text := fmt.Sprint(b); text != fmt.Sprint(a) {
			t.Errorf("%s is %s, want %v", at, text, a)
		}
		return 1
	}
	t.Fatalf("%s is of a kind that nobody compares: %s", at, a.Kind())
	return 0
}

// TestLanesVersion fails when what Read makes of a paper has changed: then lanesVersion has to be
// changed too, since files of before would still be used. Set the hash to the new one.
func TestLanesVersion(t *testing.T) {
	const want = "bac0764b28114378"
	engine := open(t, t.TempDir()).(*embedded.Engine)
	defer engine.Close()
	upvotes := 7
	paper := &data.Paper{
		ID: "test:1", DOI: "10.1000/1", Title: "Systems: translating the translations of translators", Venue: "Journal of Tests",
		Abstract: strings.Repeat("We test testing and tests of Gödel's well-known state-of-the-art systems. ", 70),
		Authors:  []string{"Ada Lovelace", "Jürgen Groß", "Conor O'Connor"}, Categories: []string{"cs.CL", "cs.IR"}, Language: "en",
		Date: data.Date{Year: 2024, Month: 2, Day: 3}, Featured: data.Date{Year: 2024, Month: 2, Day: 5}, Upvotes: &upvotes,
		Added: time.Unix(1700000000, 0), Updated: time.Unix(1700000001, 0),
	}
	err := engine.Apply(testContext(t), []data.Change{{Sequence: 1, Number: 1, Paper: paper}}, 1)
	if err := errors.Join(err, engine.WaitVisible(testContext(t), 1)); err != nil {
		t.Fatal(err)
	}
	v := segmentsOf(t, engine)
	sum := sha256.New()
	writeTo(sum, reflect.ValueOf(v.Segments[0].Segment).Elem())
	if got := fmt.Sprintf("%x", sum.Sum(nil)[:8]); got != want || len(v.Segments) != 1 {
		t.Errorf("the hash of %d segments is %s, not %s", len(v.Segments), got, want)
	}
}

// writeTo writes all lanes below v with the names of their fields. Checksums are those of
// another file.
func writeTo(sum hash.Hash, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name != "Checksums" && !slices.Contains(notKept, name) {
				fmt.Fprintln(sum, name)
				writeTo(sum, v.Field(i))
			}
		}
	case reflect.Pointer:
		writeTo(sum, v.Elem())
	case reflect.Array, reflect.Slice:
		fmt.Fprintln(sum, v.Type(), v.Len())
		for i := range v.Len() {
			writeTo(sum, v.Index(i))
		}
	default:
		fmt.Fprintln(sum, v)
	}
}

// laneFiles returns the files that nothing is lost with.
func laneFiles(t *testing.T, dir string) []string {
	t.Helper()
	lanes, err := filepath.Glob(filepath.Join(dir, "generation-*", "*.lanes"))
	if err != nil || len(lanes) == 0 {
		t.Fatalf("lanes %v, error %v", lanes, err)
	}
	return append(lanes, filepath.Join(filepath.Dir(lanes[0]), "values"))
}

// TestDamagedLanes damages, cuts off, exchanges and removes the files of lanes and values. The
// index must open with the same answers, and make the files again.
func TestDamagedLanes(t *testing.T) {
	dir, want := lanesIndex(t)
	files := laneFiles(t, dir)
	random := rand.New(rand.NewPCG(7, 8))
	for trial := range 60 {
		file := files[trial%len(files)]
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var content []byte
		switch kind := trial / len(files) % 5; kind {
		case 0:
			content = whole[:random.IntN(len(whole))]
		case 1: // that of another segment
			if content, err = os.ReadFile(files[(trial+1)%len(files)]); err != nil {
				t.Fatal(err)
			}
		default:
			content = slices.Clone(whole)
			content[random.IntN(len(content)/kind)] ^= 1 << random.IntN(8)
		}
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		wantAnswers(t, dir, want, fmt.Sprintf("trial %d, %s", trial, filepath.Base(file)))
	}
	for _, file := range files {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		wantAnswers(t, dir, want, "without "+filepath.Base(file))
	}
}

// wantAnswers opens an index twice and wants the same answers, the second time by lanes alone.
func wantAnswers(t *testing.T, dir string, want []index.Result, when string) {
	t.Helper()
	for round := range 2 {
		var reread atomic.Int64
		undo := panics.Inject(func(point string) {
			if point == "embedded.segment" {
				reread.Add(1)
			}
		})
		engine := open(t, dir).(*embedded.Engine)
		undo()
		if fresh := engine.Fresh(); fresh != "" {
			t.Fatalf("%s: the index began empty: %s", when, fresh)
		}
		if diff := cmp.Diff(want, answers(t, engine)); diff != "" {
			t.Fatalf("%s, round %d: other answers (-want +got)\n%s", when, round, diff)
		}
		if n := reread.Load(); round == 1 && n > 0 {
			t.Errorf("%s: %d segments were read again the second time too", when, n)
		}
		if err := engine.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestLanesDamagedWhileOpen flips bits of the lanes of an open index and cuts them off: the scrub
// has to find it, and the segment must be read again, while searches do not end the process.
func TestLanesDamagedWhileOpen(t *testing.T) {
	dir, want := lanesIndex(t)
	engine := open(t, dir).(*embedded.Engine)
	defer engine.Close()
	failed, random := 0, rand.New(rand.NewPCG(9, 10))
	for trial := range 20 {
		files := laneFiles(t, dir)
		file := files[trial%(len(files)-1)] // values are in memory
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cut := trial%3 == 0
		at := 4096 + random.IntN(len(whole)-2*4096)
		before := lanesAt(t, engine, file)
		damage(t, file, whole, at, 1, cut)
		for _, q := range laneQuestions {
			if _, err := engine.Search(testContext(t), q); err != nil { // it has to return, no more
				failed++
			}
		}
		bleveindex.Scrub(engine.Index)
		ctx := testContext(t)
		for now := before; now == nil || now == before; now = lanesAt(t, engine, file) {
			bleveindex.Publish(engine.Index)
			if ctx.Err() != nil {
				t.Fatalf("trial %d: the lanes were not made again", trial)
			}
		}
	}
	if diff := cmp.Diff(want, answers(t, engine)); diff != "" {
		t.Errorf("after all damage was mended: other answers (-want +got)\n%s", diff)
	}
	if failed == 0 || len(engine.Health().Reasons) > 0 {
		t.Errorf("%d searches failed, and the index says %v", failed, engine.Health().Reasons)
	}
	engine.Close()
	wantAnswers(t, dir, want, "after all damage was mended")
}

// lanesAt returns the open file of a path, or nil.
func lanesAt(t *testing.T, engine *embedded.Engine, path string) *mapped.File {
	t.Helper()
	v, err := engine.Acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Release()
	for i := range v.Segments {
		if file := v.Segments[i].Lanes; file != nil && file.Path() == path {
			return file
		}
	}
	return nil
}
