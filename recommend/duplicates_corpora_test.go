package recommend

import (
	"bufio"
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/sharedtest"
)

// TestKnownDuplicates looks for near-duplicates among all papers of four corpora, none of
// which was merged with another. It counts how many of the pairs known to be one paper
// are found, and how many others. Run with -v, it names fifty of these.
func TestKnownDuplicates(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 400,000 papers")
	}
	var prints []*fingerprint
	at := make(map[data.ID]*fingerprint)
	for _, name := range []string{"acl", "arxiv-2025", "arxiv-classic-a", "hf"} {
		for _, f := range fingerprintsOf(t, name) {
			if at[f.paper.ID] == nil {
				at[f.paper.ID] = f
				prints = append(prints, f)
			}
		}
	}
	known := knownPairs(t)
	present, found, wording := 0, 0, 0
	for pair := range known {
		a, b := at[pair[0]], at[pair[1]]
		if a == nil || b == nil {
			continue
		}
		present++
		if a.duplicates(b) != "" {
			found++
		}
		if a.sameWording(b) {
			wording++
		}
	}
	counts := make(map[string]int)
	var others [][2]*fingerprint
	for _, pair := range candidatePairs(prints) {
		reason := pair[0].duplicates(pair[1])
		if reason != "" && !known[idsOf(pair)] {
			counts[reason]++
			others = append(others, pair)
		}
	}
	got := fmt.Sprintf("%d known pairs, %d found, %d with the same wording; of others %d with the same title and authors, %d with the same wording alone, %d without authors",
		present, found, wording, counts[SameTitle], counts[SameWording], counts[SameTitleAndWording])
	t.Log(got)
	random := rand.New(rand.NewPCG(1, 1))
	slices.SortFunc(others, func(a, b [2]*fingerprint) int {
		return cmp.Or(cmp.Compare(idsOf(a)[0], idsOf(b)[0]), cmp.Compare(idsOf(a)[1], idsOf(b)[1]))
	})
	random.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	for _, p := range others[:50] {
		reason := p[0].duplicates(p[1])
		t.Logf("%s\n%s  %s  %q\n%s  %s  %q", reason, p[0].paper.ID, p[0].paper.Date, p[0].paper.Title, p[1].paper.ID, p[1].paper.Date, p[1].paper.Title)
	}
	const want = "750 known pairs, 750 found, 666 with the same wording; of others 951 with the same title and authors, 300 with the same wording alone, 2 without authors"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// candidatePairs are the pairs with equal titles, and those that have one of the
// sixteen least hashes of their wording in common, which no two with much the same
// wording lack. What more than a hundred have in common ("in this paper") tells
// nothing.
func candidatePairs(prints []*fingerprint) [][2]*fingerprint {
	const sketch, phrase = 16, 100
	buckets := make(map[any][]*fingerprint)
	for _, f := range prints {
		if f.title != "" {
			buckets[f.title] = append(buckets[f.title], f)
		}
		hashes := f.ofThree()
		for _, h := range hashes[:min(sketch, len(hashes))] {
			buckets[h] = append(buckets[h], f)
		}
	}
	seen := make(map[[2]*fingerprint]bool)
	var pairs [][2]*fingerprint
	for _, bucket := range buckets {
		if len(bucket) > phrase {
			continue
		}
		for i, a := range bucket {
			for _, b := range bucket[:i] {
				if pair := [2]*fingerprint{b, a}; !seen[pair] {
					seen[pair] = true
					pairs = append(pairs, pair)
				}
			}
		}
	}
	return pairs
}

func idsOf(pair [2]*fingerprint) [2]data.ID {
	ids := [2]data.ID{pair[0].paper.ID, pair[1].paper.ID}
	slices.Sort(ids[:])
	return ids
}

func fingerprintsOf(t *testing.T, corpus string) []*fingerprint {
	t.Helper()
	var prints []*fingerprint
	path := sharedtest.Path(t, filepath.Join("corpora", corpus+".jsonl.zst"))
	for r, err := range format.Open(t.Context(), path, format.Options{Formats: formats.All()}) {
		if err == nil {
			err = data.Validate(&r)
		}
		if err != nil {
			continue // a record that an ingest rejects
		}
		prints = append(prints, newFingerprint(r.Paper))
	}
	return prints
}

// repaired undoes what made a decimal of an arXiv id: "1909.0614600000001".
func repaired(id string) string {
	n, err := strconv.ParseFloat(id, 64)
	switch {
	case err != nil:
		return id
	case n < 1501:
		return fmt.Sprintf("%09.4f", n)
	}
	return fmt.Sprintf("%010.5f", n)
}

// knownPairs are the papers that stand in two corpora under different ids.
func knownPairs(t *testing.T) map[[2]data.ID]bool {
	t.Helper()
	f, err := os.Open(sharedtest.Path(t, "testsets/duplicates_acl_arxiv.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	pairs := make(map[[2]data.ID]bool)
	lines := bufio.NewScanner(f)
	for head := true; lines.Scan(); head = false {
		fields := strings.Split(lines.Text(), "\t")
		if head {
			continue
		}
		var pair [2]data.ID
		for i := range pair {
			if pair[i], err = data.ParseID(repaired(fields[i])); err != nil {
				t.Fatal(err)
			}
		}
		slices.Sort(pair[:])
		pairs[pair] = true
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return pairs
}
