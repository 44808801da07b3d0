package ingest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/sharedtest"
	"paperboy/data/store"
	"paperboy/data/text"
)

var updateGolden = flag.Bool("update", false, "rewrite the golden figures of merging")

// mergingGolden has the results of merging the real collections.
const mergingGolden = "testdata/merging.txt"

// TestMergesOfRealCollections ingests the ACL Anthology, arXiv and Daily Papers together,
// except for records whose title no other record has, since the title rule never applies to
// them. It then looks up pairs that are known to be the same paper, and checks a thousand
// merges by a different rule than the one that made them.
func TestMergesOfRealCollections(t *testing.T) {
	pairs := knownPairs(t, sharedtest.Path(t, "testsets/duplicates_acl_arxiv.tsv"))
	f := newFixture(t, Options{})
	records, taken := 0, 0
	for i, path := range sharedTitles(t, &records, "acl", "arxiv-2025", "arxiv-classic-a", "hf") {
		report, err := f.Ingest(t.Context(), format.Open(t.Context(), path, format.Options{Formats: formats.All()}), RunOptions{})
		if err != nil || report.Rejected > 0 {
			t.Fatalf("ingest %d: %+v, %v", i, report, err)
		}
		taken += report.Accepted
	}

	found, missing := 0, []string{}
	for _, p := range pairs {
		numbers, err := f.store.Resolve(t.Context(), p[:])
		if err != nil {
			t.Fatal(err)
		}
		if a, b := numbers[p[0]], numbers[p[1]]; a != 0 && a == b {
			found++
		} else {
			missing = append(missing, fmt.Sprint(p))
		}
	}
	if share := float64(found) / float64(len(pairs)); share < 0.97 {
		t.Errorf("%.1f %% of the known pairs were merged, want at least 97; missing: %q", 100*share, missing)
	}

	merged := f.mergedByTitle()
	rnd := rand.New(rand.NewPCG(1, 1))
	rnd.Shuffle(len(merged), func(i, j int) { merged[i], merged[j] = merged[j], merged[i] })
	looked := merged[:min(len(merged), 1000)]
	apart := make(map[int]int) // by years between the records
	for _, e := range looked {
		years, problem := judge(e)
		if problem != "" {
			t.Errorf("%s: %s", e.Paper.ID, problem)
		}
		apart[years]++
	}
	got := fmt.Sprintf("records %d, with a title that others have %d\npapers of two ids by their title %d\nknown pairs %d, one paper %d\nlooked at %d: same year %d, next year %d, further apart %d, wrong 0\n",
		records, taken, len(merged), len(pairs), found, len(looked), apart[0], apart[1], len(looked)-apart[0]-apart[1])
	if *updateGolden {
		if err := os.WriteFile(mergingGolden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(mergingGolden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got); -update rewrites it:\n%s", mergingGolden, diff)
	}
}

// knownPairs reads the pairs of ids, of ACL and arXiv, that belong to the same paper.
func knownPairs(t *testing.T, path string) (pairs [][2]data.ID) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		columns := strings.Split(line, "\t")
		if i == 0 {
			continue
		}
		acl, err := data.ParseID(columns[0])
		if err != nil {
			t.Fatal(err)
		}
		arxiv, err := data.ParseID(repairedArXiv(columns[1]))
		if err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, [2]data.ID{acl, arxiv})
	}
	return pairs
}

// repairedArXiv undoes what a spreadsheet did to arXiv numbers of the test set, as
// package jsonl does for the collections themselves: 1909.0033 was 1909.00330.
func repairedArXiv(id string) string {
	month, number, found := strings.Cut(id, ".")
	if !found {
		return id
	}
	width := 4
	if month >= "1501" {
		width = 5
	}
	if len(number) > width {
		var n float64
		fmt.Sscanf("0."+number, "%g", &n)
		_, number, _ = strings.Cut(fmt.Sprintf("%.*f", width, n), ".")
	}
	return month + "." + number + strings.Repeat("0", width-len(number))
}

// sharedTitles writes the lines of collections whose title another line has too to new files,
// and counts all lines.
func sharedTitles(t *testing.T, lines *int, names ...string) (paths []string) {
	t.Helper()
	seed := maphash.MakeSeed()
	var keys []uint64 // of every line, 0 for none
	times := make(map[uint64]uint8)
	for _, name := range names {
		eachLine(t, name, func(line []byte) {
			var paper struct{ Title string }
			if err := json.Unmarshal(line, &paper); err != nil {
				t.Fatal(err)
			}
			var h uint64
			if key := text.TitleKey(paper.Title); key != "" {
				h = maphash.String(seed, key)
				times[h] = min(times[h]+1, 2)
			}
			keys = append(keys, h)
		})
	}
	*lines = len(keys)
	dir := t.TempDir()
	for _, name := range names {
		var kept bytes.Buffer
		eachLine(t, name, func(line []byte) {
			if h := keys[0]; h != 0 && times[h] > 1 {
				kept.Write(line)
				kept.WriteByte('\n')
			}
			keys = keys[1:]
		})
		path := filepath.Join(dir, name+".jsonl")
		if err := os.WriteFile(path, kept.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

func eachLine(t *testing.T, name string, do func(line []byte)) {
	t.Helper()
	file, err := os.Open(sharedtest.Path(t, "corpora/"+name+".jsonl.zst"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := zstd.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer unpacked.Close()
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, format.MaxEntryBytes)
	for lines.Scan() {
		do(lines.Bytes())
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// mergedByTitle returns the papers whose records have two ids, by number.
func (f *fixture) mergedByTitle() (merged []store.Entry) {
	f.Helper()
	err := f.store.Update(f.Context(), func(tx store.Tx) error {
		live := f.live()
		var numbers []data.Number
		for number := range live {
			numbers = append(numbers, number)
		}
		slices.Sort(numbers)
		for chunk := range slices.Chunk(numbers, 1000) {
			entries, err := tx.ByNumber(chunk)
			if err != nil {
				return err
			}
			for _, number := range chunk {
				if e := entries[number]; slices.ContainsFunc(e.Records, func(r data.Record) bool { return r.Paper.ID != e.Records[0].Paper.ID }) {
					merged = append(merged, e)
				}
			}
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	return merged
}

// judge judges a merge as a person with two printouts would. It returns the years between the
// records, and a problem if they don't seem to be the same paper: the authors must be the
// same, and if the years differ much, the abstracts must say the same.
func judge(e store.Entry) (years int, problem string) {
	for i, a := range e.Records {
		for _, b := range e.Records[:i] {
			if a.Paper.ID == b.Paper.ID {
				continue
			}
			between := max(a.Paper.Date.Year-b.Paper.Date.Year, b.Paper.Date.Year-a.Paper.Date.Year)
			years = max(years, between)
			alike := phrasesShared(a.Paper.Abstract, b.Paper.Abstract)
			switch {
			case !sharesLastWord(a.Paper.Authors, b.Paper.Authors) && alike < 0.5:
				problem = fmt.Sprintf("%q and %q have no author in common", a.Paper.Authors, b.Paper.Authors)
			case between > 1 && alike < 0.3:
				problem = fmt.Sprintf("%d years apart, %.2f of the abstract in common: %q", between, alike, e.Paper.Title)
			}
		}
	}
	return years, problem
}

// sharesLastWord reports whether two lists of authors seem to have a surname in common.
func sharesLastWord(a, b []string) bool {
	last := func(names []string) (words []string) {
		for _, name := range names {
			if fields := strings.Fields(text.Normalize(name)); len(fields) > 0 {
				words = append(words, fields[len(fields)-1])
			}
		}
		return words
	}
	all := last(b)
	return slices.ContainsFunc(last(a), func(w string) bool { return slices.Contains(all, w) })
}

// phrasesShared returns the share of the shorter text's runs of three words that the longer
// text has. It is close to 0 for two texts of the same field.
func phrasesShared(a, b string) float64 {
	phrases := func(s string) []string {
		words := strings.Fields(text.Normalize(s))
		var runs []string
		for i := range max(0, len(words)-2) {
			runs = append(runs, strings.Join(words[i:i+3], " "))
		}
		return runs
	}
	short, long := phrases(a), phrases(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) == 0 {
		return 0
	}
	has := make(map[string]bool, len(long))
	for _, phrase := range long {
		has[phrase] = true
	}
	shared := 0
	for _, phrase := range short {
		if has[phrase] {
			shared++
		}
	}
	return float64(shared) / float64(len(short))
}
