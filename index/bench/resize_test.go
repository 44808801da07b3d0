package bench

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/index/analysis"
	"paperboy/index/ingest"
)

// corpusOf yields n records like those of real corpora, in the order of their years, and counts
// the records read.
func corpusOf(n int, read *int) format.Records {
	subjects := strings.Fields("neural graph translation parsing speech dialogue morphology summaries retrieval attention language models of for with and the learning deep state-of-the-art lattices quantum gravity")
	names := strings.Fields("Lovelace Turing Noether Erdős Wei García Hopper Curie Franklin Shannon")
	return func(yield func(data.Record, error) bool) {
		random := rand.New(rand.NewPCG(1, 1))
		words := func(n int) string {
			var list []string
			for range n {
				list = append(list, subjects[random.IntN(len(subjects))])
			}
			return strings.Join(list, " ")
		}
		for i := range n {
			r := data.Record{Origin: data.Provenance{Source: "test"}}
			r.Paper = data.Paper{
				ID: data.ID(fmt.Sprintf("held:%d", i)), DOI: fmt.Sprintf("10.1000/%d", i), URLs: []string{fmt.Sprintf("https://arxiv.org/abs/2401.%05d", i)},
				Title: words(9), Abstract: words(120), Authors: []string{"Ada " + names[i%len(names)], "Ada " + names[i/2%len(names)]},
				Date: data.Date{Year: 1990 + i*30/n},
			}
			switch i % 3 {
			case 1:
				r.Paper.Date.Month = 5
			case 2:
				r.Paper.Date.Month, r.Paper.Date.Day = 5, 17
			}
			*read++
			if !yield(r, nil) {
				return
			}
		}
	}
}

func resized(t *testing.T, corpus format.Records, n int, seed uint64) ([]data.Record, Corpus) {
	t.Helper()
	records, of, err := Resize(corpus, n, seed)
	if err != nil {
		t.Fatal(err)
	}
	var list []data.Record
	for r, err := range records {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	if len(list) != n {
		t.Fatalf("got %d records, want %d", len(list), n)
	}
	return list, of
}

func TestResizeToFewer(t *testing.T) {
	read := 0
	corpus := corpusOf(90, &read)
	for _, n := range []int{1, 7, 30, 89, 90} {
		list, of := resized(t, corpus, n, 1)
		if of != (Corpus{Records: 90}) {
			t.Errorf("%d records: got %+v, want a corpus of 90", n, of)
		}
		tenths := [10]int{}
		for i, r := range list {
			if i > 0 && r.Paper.Date.Year < list[i-1].Paper.Date.Year {
				t.Errorf("%d records are not in the order of the corpus", n)
			}
			var position int
			fmt.Sscanf(string(r.Paper.ID), "held:%d", &position)
			tenths[position/9]++
		}
		for i, got := range tenths {
			if got < n/10 || got > n/10+1 {
				t.Errorf("%d records: got %d from tenth %d of the corpus, want about %d", n, got, i, n/10)
			}
		}
	}
}

func TestResizeToMore(t *testing.T) {
	const held, n = 100, 250
	read := 0
	corpus := corpusOf(held, &read)
	list, of := resized(t, corpus, n, 1)
	if of != (Corpus{held, n - held}) {
		t.Errorf("got %+v, want %d records and %d copies", of, held, n-held)
	}
	originals, _ := resized(t, corpus, held, 1)
	if diff := cmp.Diff(originals, list[:held]); diff != "" {
		t.Errorf("the first records are not the corpus (-want +got):\n%s", diff)
	}
	again, _ := resized(t, corpus, n, 1)
	if diff := cmp.Diff(list, again); diff != "" {
		t.Errorf("different records from the same seed:\n%s", diff)
	}
	if other, _ := resized(t, corpus, n, 2); other[held].Paper.Title == list[held].Paper.Title {
		t.Error("the same copy from another seed")
	}

	ids := map[data.ID]bool{}
	forms, names := map[string]bool{}, map[string]bool{}
	var words, newForms, newNames [2]int // of the corpus, of the copies
	for i := range list {
		r, part := &list[i], min(i/held, 1)
		if err := data.Validate(r); err != nil {
			t.Fatal(err)
		}
		for _, id := range r.IDs() {
			if ids[id] {
				t.Errorf("two records have the id %s", id)
			}
			ids[id] = true
		}
		for _, form := range analysis.Tokenize(nil, r.Paper.Title+" "+r.Paper.Abstract) {
			words[part]++
			if !forms[form.Form] {
				newForms[part]++
			}
			forms[form.Form] = true
		}
		for _, name := range r.Paper.Authors {
			if !names[data.AuthorKey(name)] {
				newNames[part]++
			}
			names[data.AuthorKey(name)] = true
		}
		for j := range i {
			if reason, same := data.SamePaper(r.Paper, list[j].Paper); same {
				t.Errorf("%s is taken for %s: %s", r.Paper.ID, list[j].Paper.ID, reason)
			}
		}
	}
	if was, is := words[0]*(n-held)/held, words[1]; is < was*95/100 || is > was*105/100 {
		t.Errorf("the copies have %d words, want about %d", is, was)
	}
	if newForms[1] < 30 || newNames[1] < 30 {
		t.Errorf("%d copies have %d new forms and %d new names, want at least 30 each", n-held, newForms[1], newNames[1])
	}
	for i, r := range list[held : 2*held] {
		from := originals[i].Paper.Date
		if days := from.LastDay() - r.Paper.Date.LastDay(); days < 0 || days > maxDaysEarlier || r.Paper.Date.Precision() != from.Precision() {
			t.Errorf("the date %s became %s, want an earlier one with the same precision", from, r.Paper.Date)
		}
	}
	if last := list[n-1].Paper.ID; last != "copy:2-100" {
		t.Errorf("the last record is %s, want copy:2-100", last)
	}
}

func TestResizeReadsLazily(t *testing.T) {
	read := 0
	records, _, err := Resize(corpusOf(100, &read), 250, 1)
	if err != nil || read != 100 {
		t.Fatalf("counted %d records, error %v; want 100", read, err)
	}
	taken := 0
	for range records {
		if taken++; taken == 120 {
			break
		}
	}
	if read > 100+100+20+20 {
		t.Errorf("read %d records to yield %d", read-100, taken)
	}
}

func TestResizeErrors(t *testing.T) {
	broken := errors.New("broken")
	sequence := func(errs ...error) format.Records {
		return func(yield func(data.Record, error) bool) {
			for _, err := range errs {
				if !yield(data.Record{Paper: data.Paper{Title: "A title"}}, err) {
					return
				}
			}
		}
	}
	if list, of := resized(t, sequence(nil, &data.Rejection{}, nil), 4, 1); of.Records != 2 || list[3].Paper.ID != "copy:1-2" {
		t.Errorf("with a rejected record: got %+v and %+v, want two records and copies of them", of, list)
	}
	if _, _, err := Resize(sequence(nil, broken), 1, 1); !errors.Is(err, broken) {
		t.Errorf("a corpus with an error: got error %v, want %v", err, broken)
	}
	if _, _, err := Resize(sequence(&data.Rejection{}), 1, 1); !errors.Is(err, ErrNoPapers) {
		t.Errorf("an empty corpus: got error %v, want ErrNoPapers", err)
	}
}

// TestCopiesArePapers ingests a corpus with copies. None of them may be merged.
func TestCopiesArePapers(t *testing.T) {
	l := openLibrary(t, 1)
	read := 0
	records, _, err := Resize(corpusOf(100, &read), 350, 1)
	if err != nil {
		t.Fatal(err)
	}
	report, err := l.Ingester.Ingest(t.Context(), records, ingest.RunOptions{})
	if err != nil || report.Added != 350 || report.Merged != 0 {
		t.Errorf("got %+v and error %v, want 350 papers", report, err)
	}
}
