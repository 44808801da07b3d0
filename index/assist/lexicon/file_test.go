package lexicon

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded/mapped"
)

// fileOptions are those of a lexicon in a new folder.
func fileOptions(t *testing.T) Options {
	return Options{Path: filepath.Join(t.TempDir(), "words"), Store: "store", Head: 1 << 40}
}

// opened returns a lexicon that has read the log after what is in its file, and how much that was.
func opened(t *testing.T, o Options, log *fakeLog) (l *Lexicon, after data.Sequence) {
	t.Helper()
	l = Open(o)
	after = l.Reset()
	read(t, l, log)
	return l, after
}

// reopened returns a lexicon opened from the file of another, which had read a log of random papers,
// with the change after which it reads that log.
func reopened(t *testing.T, o Options, seed uint64, changes, papers int) (l *Lexicon, log *fakeLog, after data.Sequence) {
	t.Helper()
	log = &fakeLog{}
	randomPapers(log, rand.New(rand.NewPCG(seed, 1)), changes, papers)
	opened(t, o, log)
	l, after = opened(t, o, log)
	return l, log, after
}

// randomPapers puts changes of papers into a log: new and changed ones and deletions.
func randomPapers(log *fakeLog, random *rand.Rand, changes, papers int) {
	vocabulary := strings.Fields("graph neural network deep learning of the for model models data graphs theory net networks learn a in über 模型")
	names := strings.Fields("Ada Alan Anna Lovelace Turing Noether Müller Li")
	pick := func(from []string, n int) string {
		words := make([]string, n)
		for i := range words {
			words[i] = from[random.IntN(len(from))]
		}
		return strings.Join(words, " ")
	}
	for range changes {
		p := paper(pick(vocabulary, 2+random.IntN(5)), pick(names, 2), pick(names, 1+random.IntN(2)))
		p.Date = data.Date{Year: 2019 + random.IntN(2), Month: time.Month(1 + random.IntN(12))}
		p.Abstract = "We use a deep graph network (DGN) on data. " + pick(vocabulary, 5)
		p.Venue = pick([]string{"", "ACL 2020", "NeurIPS", "Journal"}, 1)
		if random.IntN(6) == 0 {
			p = nil
		}
		log.put(data.Number(random.IntN(papers)+1), p)
	}
}

// wantSame fails the test unless two lexicons hold and answer the same.
func wantSame(t *testing.T, got, want *Lexicon) {
	t.Helper()
	a, errA := got.now.Load().layOut()
	b, errB := want.now.Load().layOut()
	if errA != nil || errB != nil || !slices.EqualFunc(a, b, slices.Equal) {
		t.Errorf("the lexicons differ (%v, %v)", errA, errB)
	}
	numbers := []data.Number{}
	for n := range 60 {
		numbers = append(numbers, data.Number(n))
	}
	for _, typed := range []string{"gr", "graph neu", "grpah", "deep learning", "the", "ad", "love", "mueller", "müller", "模", "net", "uber"} {
		ask := func(l *Lexicon) (all [4]any) {
			var errs [4]error
			all[0], errs[0] = l.Complete(t.Context(), index.CompleteRequest{Typed: typed, Limit: 10, Correct: true})
			all[1], errs[1] = l.Expand(t.Context(), strings.Fields(typed+" DGN graph network"))
			all[2], errs[2] = l.Rising(t.Context(), index.RisingRequest{Limit: 20})
			all[3], errs[3] = l.Topics(t.Context(), index.TopicsRequest{Papers: numbers, Limit: 20})
			if err := errors.Join(errs[:]...); err != nil {
				t.Fatal(err)
			}
			return all
		}
		if diff := cmp.Diff(ask(want), ask(got)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", typed, diff)
		}
	}
	runtime.KeepAlive(got)
}

// TestFile saves a lexicon at several points of a random log. One that is opened from the file holds
// and answers the same as the one that was saved, reads only the log since then, and is the same
// afterwards.
func TestFile(t *testing.T) {
	for seed := range uint64(4) {
		random := rand.New(rand.NewPCG(seed, 1))
		o, log := fileOptions(t), &fakeLog{}
		l, _ := opened(t, o, log)
		for range 5 {
			randomPapers(log, random, 1+random.IntN(600), 500)
			read(t, l, log)
			if err := l.save(); err != nil {
				t.Fatal(err)
			}
			if f := l.now.Load().parts[0].file; f == nil {
				t.Fatal("the lexicon does not use the file that it wrote")
			}
			saved := log.head
			again, after := opened(t, o, log)
			if after != saved {
				t.Errorf("the log was read after %d, want %d", after, saved)
			}
			wantSame(t, again, l)
			randomPapers(log, random, random.IntN(100), 600)
			read(t, l, log)
			again, _ = opened(t, o, log)
			read(t, again, log)
			wantSame(t, again, l)
		}
	}
}

// TestFileOfBuild compares a lexicon from a file with one that read all of the log at once, as a
// start without a file does. The file is written by itself.
func TestFileOfBuild(t *testing.T) {
	kept, log, after := reopened(t, fileOptions(t), 5, 4000, 2000)
	if after != log.head {
		t.Errorf("the log was read after %d, want %d", after, log.head)
	}
	plain := New()
	read(t, plain, log)
	wantSame(t, kept, plain)
}

// TestFileIsWritten checks when a file is written: after enough changes, and a while after the last.
func TestFileIsWritten(t *testing.T) {
	random, log, o := rand.New(rand.NewPCG(6, 1)), &fakeLog{}, fileOptions(t)
	isSaved := func(want bool) {
		t.Helper()
		_, after := opened(t, o, log)
		if after > 0 != want {
			t.Errorf("a file with changes up to %d, want one: %v", after, want)
		}
		os.Remove(o.Path)
	}
	for n := 1; n < minUnsaved; n++ {
		log.put(data.Number(n), paper(fmt.Sprintf("Deep learning, part %d", n)))
	}
	l, _ := opened(t, o, log)
	if _, err := os.Stat(o.Path); err == nil {
		t.Error("a file was written for few changes")
	}
	log.put(minUnsaved, paper("Deep learning, the last part"))
	read(t, l, log)
	isSaved(true)
	randomPapers(log, random, 1500, 4000)
	l.saveAfter = time.Now().Add(time.Hour)
	changes, _ := log.Changes(t.Context(), minUnsaved, 1<<20)
	l.sealAfter = time.Time{}
	if again := l.Take(t.Context(), changes, true); again < time.Minute || l.unsaved < minUnsaved {
		t.Errorf("Take wants to be called again after %v with %d changes", again, l.unsaved)
	}
	if _, err := os.Stat(o.Path); err == nil {
		t.Error("a file was written soon after the last")
	}
	l.saveAfter = time.Time{}
	if again := l.Take(t.Context(), nil, true); again != checkEvery {
		t.Errorf("Take wants to be called again after %v", again)
	}
	isSaved(true)

	o.ReadOnly = true
	opened(t, o, log)
	isSaved(false)
}

// TestUnfitFile checks that a lexicon reads all of the log, answers the same, and writes the file
// again, if the file is missing, damaged, of another store or layout, or ahead of its store.
func TestUnfitFile(t *testing.T) {
	log := &fakeLog{}
	randomPapers(log, rand.New(rand.NewPCG(7, 1)), 3000, 1500)
	o := fileOptions(t)
	want, _ := opened(t, o, log)
	whole, err := os.ReadFile(o.Path)
	if err != nil {
		t.Fatal(err)
	}
	list, err := want.now.Load().layOut()
	if err != nil {
		t.Fatal(err)
	}
	write := func(o Options, id mapped.Identity, list [][]byte) error {
		f, err := mapped.Write(o.Path, id, list)
		if err == nil {
			err = f.Close()
		}
		return err
	}
	changed := func(i int, section []byte) [][]byte {
		other := slices.Clone(list)
		other[i] = section
		return other
	}
	random := rand.New(rand.NewPCG(8, 1))
	flip := func(from, to int) func(Options) error {
		return func(o Options) error {
			b := slices.Clone(whole)
			b[from+random.IntN(to-from)] ^= 1 << random.IntN(8)
			return os.WriteFile(o.Path, b, 0o600)
		}
	}
	for name, spoil := range map[string]func(o Options) error{
		"missing":          func(o Options) error { return os.Remove(o.Path) },
		"empty":            func(o Options) error { return os.WriteFile(o.Path, nil, 0o600) },
		"a folder":         func(o Options) error { return errors.Join(os.Remove(o.Path), os.Mkdir(o.Path, 0o700)) },
		"text":             func(o Options) error { return os.WriteFile(o.Path, []byte(strings.Repeat("words ", 1000)), 0o600) },
		"cut short":        func(o Options) error { return os.WriteFile(o.Path, whole[:len(whole)/2], 0o600) },
		"too long":         func(o Options) error { return os.WriteFile(o.Path, append(slices.Clone(whole), 0), 0o600) },
		"header":           flip(8, 64),
		"sections":         flip(len(whole)/2, len(whole)-64),
		"of another store": func(o Options) error { return write(o, Options{Store: "other"}.identity(), list) },
		"older":            func(o Options) error { return write(o, mapped.Identity{0, 0, 0}, list) },
		"one section":      func(o Options) error { return write(o, o.identity(), list[:1]) },
		"a section less":   func(o Options) error { return write(o, o.identity(), list[:len(list)-1]) },
		"a section more":   func(o Options) error { return write(o, o.identity(), append(slices.Clone(list), nil)) },
		"fewer months":     func(o Options) error { return write(o, o.identity(), changed(fixedSections+1, nil)) },
		"half a number":    func(o Options) error { return write(o, o.identity(), changed(fixedSections, make([]byte, 7))) },
		"no numbers":       func(o Options) error { return write(o, o.identity(), changed(0, nil)) },
		"rising":           func(o Options) error { return write(o, o.identity(), changed(1, []byte("{"))) },
		"short forms":      func(o Options) error { return write(o, o.identity(), changed(2, nil)) },
		"ahead of its store": func(o Options) error {
			ahead := slices.Clone(list[0])
			ahead[6] = 1 // the sequence is above 1<<40 in either order of bytes
			ahead[1] = 1
			return write(o, o.identity(), changed(0, ahead))
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := o
			o.Path = filepath.Join(t.TempDir(), "words")
			if err := errors.Join(os.WriteFile(o.Path, whole, 0o600), spoil(o)); err != nil {
				t.Fatal(err)
			}
			l, after := opened(t, o, log)
			if after != 0 {
				t.Errorf("the log was read after %d", after)
			}
			wantSame(t, l, want)
			if _, after := opened(t, o, log); (after == log.head) != (name != "a folder") {
				t.Errorf("the next start reads the log after %d", after)
			}
		})
	}
}

// TestFileCannotBeWritten checks that a lexicon works and reports it if it cannot write its file, and
// that what an attempt left half-written does not matter.
func TestFileCannotBeWritten(t *testing.T) {
	log := &fakeLog{}
	randomPapers(log, rand.New(rand.NewPCG(9, 1)), 3000, 1500)
	o := fileOptions(t)
	want, _ := opened(t, o, log)
	var reported []error
	o.Report = func(err error) { reported = append(reported, err) }
	o.Path = filepath.Join(t.TempDir(), "missing", "words")
	l, _ := opened(t, o, log)
	wantSame(t, l, want)
	log.put(1, paper("One more change is no new attempt"))
	l.saveAfter = time.Time{}
	read(t, l, log)
	if len(reported) != 1 {
		t.Errorf("reported %v", reported)
	}
	o.Path = filepath.Join(t.TempDir(), "words")
	if err := os.WriteFile(o.Path+mapped.NewSuffix, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	opened(t, o, log)
	if _, after := opened(t, o, log); after != log.head || len(reported) != 1 {
		t.Errorf("the log was read after %d, want %d; reported %v", after, log.head, reported)
	}
}

// TestResetAgain checks that a lexicon that is reset because something has panicked reads all of the
// log, and doesn't trust the file.
func TestResetAgain(t *testing.T) {
	l, log, after := reopened(t, fileOptions(t), 10, 3000, 1500)
	if again := l.Reset(); after == 0 || again != 0 || len(complete(t, l, "graph")) > 0 {
		t.Errorf("Reset returned %d, then %d", after, again)
	}
	read(t, l, log)
	plain := New()
	read(t, plain, log)
	wantSame(t, l, plain)
}

// TestLookupsWhileSaved lets lookups run while files are written and those before are unmapped.
func TestLookupsWhileSaved(t *testing.T) {
	log := &fakeLog{}
	randomPapers(log, rand.New(rand.NewPCG(11, 1)), 2000, 1000)
	l, _ := opened(t, fileOptions(t), log)
	want := complete(t, l, "graph neu")
	done := make(chan struct{})
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if diff := cmp.Diff(want, complete(t, l, "graph neu")); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
					return
				}
				if _, err := l.Rising(t.Context(), index.RisingRequest{Month: data.Date{Year: 2020, Month: 3}, Limit: 3}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 30 {
		if err := l.save(); err != nil {
			t.Error(err)
		}
		runtime.GC()
	}
	close(done)
	group.Wait()
}

// TestLayout fails if the same papers make another file than they did: raise layoutVersion, so that
// files of before are not used, and state the new sum here.
func TestLayout(t *testing.T) {
	const wantVersion, wantSum = 1, "d1662b36e22d9ed6"
	log := &fakeLog{}
	randomPapers(log, rand.New(rand.NewPCG(12, 1)), 300, 200)
	for i, text := range []string{
		"GPT-4 and the C++ of $\\ell_2$-norms: a study", "Hodgkin’s lymphoma, naïvely", "预训练语言模型", "Large Language Models (LLMs) for state-of-the-art NER",
		"NTIRE 2020 challenge", "Schrödinger's cat, and other réseaux de neurones", "Self-supervised learning of graphs via GNNs",
	} {
		log.put(data.Number(1000+i), &data.Paper{
			Title: text, Abstract: text + ". We define support vector machines (SVMs).", Venue: "WMT25 Workshop",
			Authors: []string{"Müller, Jürgen", "José García-Pérez", "王伟", "Flann O'Brien Jr.", "van der Berg, A. B."}, Date: data.Date{Year: 2020, Month: 12},
		})
	}
	l := New()
	read(t, l, log)
	list, err := l.now.Load().layOut()
	if err != nil {
		t.Fatal(err)
	}
	one := uint16(1)
	if mapped.Bytes([]uint16{one})[0] == 0 {
		t.Skip("the sum is for machines that put the low byte first")
	}
	hash := sha256.New()
	for _, section := range list {
		fmt.Fprintf(hash, "%d ", len(section))
		hash.Write(section)
	}
	if sum := fmt.Sprintf("%x", hash.Sum(nil)[:8]); sum != wantSum || layoutVersion != wantVersion {
		t.Errorf("layout %d has sum %s, want layout %d with %s", layoutVersion, sum, wantVersion, wantSum)
	}
}
