package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api"
	"paperboy/api/export"
	"paperboy/api/fields"
	"paperboy/api/local"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/jsonl"
	"paperboy/data/store/sqlite/folder"
	"paperboy/index/ingest"
)

// damages is how many damaged stores TestDamagedStores opens, and damageSeed the first
// seed: a trial that failed is run again by its seed and -damages 1.
var (
	damages    = flag.Int("damages", 18, "damaged stores to open")
	damageSeed = flag.Uint64("damage-seed", 1, "seed of the first")
)

// damageFound are seeds that have found something: 500 bits, one of which makes a number
// of an id a float, or takes an id to another paper, or loses the records of a paper.
var damageFound = []uint64{5078, 20, 29}

// damageRig is a sound library and what it says.
type damageRig struct {
	dir   string
	truth map[data.ID]string
}

const damageSize = 300

func newDamageRig(t *testing.T) damageRig {
	t.Helper()
	dir := t.TempDir()
	l := openDamaged(t, dir)
	_, err := l.Ingest(t.Context(), jsonl.Read(t.Context(), format.Input{Reader: bytes.NewReader(damagePapers(damageSize)), Location: "a.jsonl", Source: "file"}), ingest.RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.CatchUp(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Folder.MakeToken(); err != nil {
		t.Fatal(err)
	}
	rig := damageRig{dir: dir, truth: exported(t, l)}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if len(rig.truth) != damageSize {
		t.Fatalf("the library has %d papers, want %d", len(rig.truth), damageSize)
	}
	return rig
}

func openDamaged(t *testing.T, dir string) *local.Library {
	t.Helper()
	f, err := folder.Claim(dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	l, err := local.OpenService(t.Context(), f, local.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// exported is every paper that an export has, by id.
func exported(t *testing.T, l *local.Library) map[data.ID]string {
	t.Helper()
	var out bytes.Buffer
	if err := l.Service.Search.Export(t.Context(), search.Params{}, export.JSONL, &out); err != nil {
		t.Fatalf("export: %v", err)
	}
	papers := map[data.ID]string{}
	for line := range strings.Lines(out.String()) {
		var p data.Paper
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatalf("export: %v in %s", err, line)
		}
		papers[p.ID] = line
	}
	return papers
}

// TestDamagedStores damages the store of a library in all ways and asks of each that
// nothing wrong is presented as right: every paper is answered as it was written, or is
// missing and named by check; a file that cannot be opened is refused with what to do,
// and never taken for a new library. Then it repairs or recovers the library: no paper
// may come back changed, nor be missing without a word.
func TestDamagedStores(t *testing.T) {
	rig := newDamageRig(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	f, err := folder.Claim(rig.dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	papers, err := f.OpenStore(t.Context(), folder.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(papers.Backup(t.Context(), backup), papers.Close(), f.Release()); err != nil {
		t.Fatal(err)
	}
	outcomes := map[string]int{}
	seeds := slices.Clone(damageFound)
	for i := range *damages {
		seeds = append(seeds, *damageSeed+uint64(i))
	}
	for _, seed := range seeds {
		kind := damageKinds[seed%uint64(len(damageKinds))]
		t.Run(fmt.Sprintf("%d %s", seed, kind.name), func(t *testing.T) {
			outcomes[fmt.Sprintf("%-20s %s", kind.name, rig.trial(t, kind, seed, backup))]++
		})
	}
	for _, line := range slices.Sorted(maps.Keys(outcomes)) {
		t.Logf("%4d x %s", outcomes[line], line)
	}
}

// trial damages a copy of the library and returns what came of it.
func (rig damageRig) trial(t *testing.T, kind damage, seed uint64, backup string) string {
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(rig.dir)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, folder.StoreFile)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if left := kind.do(rand.New(rand.NewPCG(seed, 1)), text); left == nil {
		err = os.Remove(path)
	} else {
		err = os.WriteFile(path, left, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	f, err := folder.Claim(dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	l, err := local.OpenService(t.Context(), f, local.Options{})
	if err != nil {
		rig.wantRefused(t, dir, err)
		return "refused; " + rig.recover(t, dir, backup)
	}
	outcome := rig.answers(t, l)
	if err := l.Close(); err != nil {
		t.Logf("close: %v", err)
	}
	if outcome == "harmless" {
		return outcome
	}
	return outcome + "; " + rig.repair(t, dir, backup)
}

// wantRefused asks that an error names the file and what to do, and that the index is
// where it was.
func (rig damageRig) wantRefused(t *testing.T, dir string, err error) {
	t.Helper()
	for _, want := range []string{folder.StoreFile, "paperboy recover", "restore"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("refused without %q: %v", want, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, folder.IndexDir, "CURRENT")); err != nil {
		t.Errorf("the index is gone: %v", err)
	}
}

// answers asks an open library everything and returns how it fared.
func (rig damageRig) answers(t *testing.T, l *local.Library) string {
	t.Helper()
	if err := l.CatchUp(t.Context(), nil); err != nil {
		t.Fatalf("catch up: %v", err)
	}
	missing := 0
	for id, line := range exported(t, l) {
		if want, ok := rig.truth[id]; !ok || line != want {
			t.Errorf("export has %s altered:\n%s\nwant %s", id, line, want)
		}
	}
	unreadable := map[data.ID]bool{}
	for id, want := range rig.truth {
		p, err := l.Service.Library.Paper(t.Context(), id)
		switch {
		case err != nil:
			missing++
			unreadable[id] = true
			if code := api.ProblemOf(err).Code; code != "damaged" && code != "not_found" {
				t.Errorf("paper %s: %v", id, err)
			}
		default:
			got, err := json.Marshal(fields.Paper{Paper: p, Fields: fields.Names})
			if err != nil {
				t.Fatal(err)
			}
			if strings.TrimSpace(want) != string(got) {
				var a, b data.Paper
				if errors.Join(json.Unmarshal([]byte(want), &a), json.Unmarshal(got, &b)) != nil || !cmp.Equal(a, b) {
					t.Errorf("paper %s is altered: %s", id, cmp.Diff(a, b))
				}
			}
		}
	}
	rig.searches(t, l, unreadable)
	check, err := l.Service.Library.Check(t.Context())
	if err != nil {
		t.Fatalf("check: %v", err)
	}
	if missing > 0 && len(check.Problems) == 0 {
		t.Errorf("%d papers are missing and check finds nothing", missing)
	}
	switch {
	case missing > 0:
		return "some papers left out and reported"
	case len(check.Problems) > 0:
		return "all answered, reported"
	}
	return "harmless"
}

// searches asks for every page of everything, for single papers, and for a completion.
func (rig damageRig) searches(t *testing.T, l *local.Library, unreadable map[data.ID]bool) {
	t.Helper()
	found := map[data.ID]bool{}
	for cursor := ""; ; {
		answer, err := l.Service.Search.Search(t.Context(), search.Params{Limit: 50, Cursor: cursor})
		if err != nil {
			t.Errorf("search: %v", err)
			return
		}
		for _, hit := range answer.Hits {
			found[hit.ID] = true
		}
		if cursor = answer.NextCursor; cursor == "" {
			break
		}
	}
	for id := range rig.truth {
		if !found[id] && !unreadable[id] {
			t.Errorf("%s can be read and is not found", id)
		}
	}
	for _, n := range []int{1, 77, 211} {
		id := data.ID(fmt.Sprintf("test:%d", n))
		answer, err := l.Service.Search.Search(t.Context(), search.Params{Q: fmt.Sprintf("number%d", n), Limit: 10, Highlight: true})
		if err != nil {
			t.Errorf("search for %s: %v", id, err)
		} else if len(answer.Hits) == 0 && !unreadable[id] {
			t.Errorf("search does not find %s", id)
		}
	}
}

// repair repairs a damaged library with a backup at hand: all papers come back.
func (rig damageRig) repair(t *testing.T, dir, backup string) string {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(context.Background(), []string{"check", "--repair", "--json", "--data", dir, "--from", backup}, strings.NewReader(""), &out, &errs)
	if code != exitDone {
		t.Errorf("check --repair exits with %d: %s%s", code, out.String(), errs.String())
		return "not repaired"
	}
	return "repaired, " + rig.wantAll(t, dir)
}

// recover recovers a library that is refused: all papers come back.
func (rig damageRig) recover(t *testing.T, dir, backup string) string {
	t.Helper()
	to := dir + "-saved"
	before := tree(t, dir)
	var out, errs bytes.Buffer
	code := run(context.Background(), []string{"recover", dir, "--to", to, "--from", backup, "--json"}, strings.NewReader(""), &out, &errs)
	if code != exitDone {
		t.Errorf("recover exits with %d: %s%s", code, out.String(), errs.String())
		return "not recovered"
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Errorf("recover changed the folder:\n%s", diff)
	}
	return "recovered, " + rig.wantAll(t, to)
}

// wantAll asks that a library has all papers as they were.
func (rig damageRig) wantAll(t *testing.T, dir string) string {
	t.Helper()
	l := openDamaged(t, dir)
	defer l.Close()
	got := exported(t, l)
	changed := 0
	for id, want := range rig.truth {
		var a, b data.Paper
		if err := json.Unmarshal([]byte(want), &a); err != nil {
			t.Fatal(err)
		}
		if got[id] == "" {
			t.Errorf("%s did not come back", id)
			continue
		}
		if err := json.Unmarshal([]byte(got[id]), &b); err != nil {
			t.Fatal(err)
		}
		if !a.Updated.Equal(b.Updated) || !a.Added.Equal(b.Added) {
			changed++
		}
		b.Added, b.Updated = a.Added, a.Updated
		if diff := cmp.Diff(a, b); diff != "" {
			t.Errorf("%s came back changed:\n%s", id, diff)
		}
	}
	if len(got) != len(rig.truth) {
		t.Errorf("%d papers came back, want %d", len(got), len(rig.truth))
	}
	if changed > 0 {
		return "some with new times"
	}
	return "all as they were"
}

// tree is every file below a folder with its size and time.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err == nil && !entry.IsDir() {
			files[path] = fmt.Sprint(info.Size(), info.ModTime())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
