package sqlite

import (
	"fmt"
	"testing"

	"paperboy/data"
	"paperboy/data/store"
)

// TestPutMany puts new papers, papers that were put before, and one twice, in one Put. An id that two
// of them claim stays with the first.
func TestPutMany(t *testing.T) {
	s := openTemp(t)
	if err := put(s, 5); err != nil {
		t.Fatal(err)
	}
	write := func(number data.Number, title string) store.Write {
		p := data.Paper{ID: data.ID(fmt.Sprintf("a:%d", number)), Title: title, Sources: []data.Provenance{{Source: "file"}}}
		r := data.Record{Paper: p, Origin: data.Provenance{Source: "file"}, Entry: title}
		r.Paper.Sources = nil
		return store.Write{Number: number, Paper: p, Records: []data.Record{r, r}, Aliases: []data.ID{"shared:1", data.ID(fmt.Sprintf("b:%d", number))}}
	}
	const last = 5 + 91 // 32, 32, 8, 8, 8, 1, 1 and 1 papers
	err := s.Update(t.Context(), func(tx store.Tx) error {
		var all []store.Write
		for number := data.Number(6); number <= last; number++ {
			if n, err := tx.Create(); err != nil || n != number {
				return fmt.Errorf("created %d, want %d: %w", n, number, err)
			}
			all = append(all, write(number, "New"))
			if number == 40 {
				all = append(all, write(2, "Again"), write(40, "Twice"), write(7, "Twice"))
			}
		}
		return tx.Put(all)
	})
	if err != nil {
		t.Fatal(err)
	}
	for number := data.Number(1); number <= last; number++ {
		title, records := "New", 2
		switch number {
		case 1, 3, 4, 5:
			title, records = "A title", 1
		case 2:
			title = "Again"
		case 7, 40:
			title = "Twice"
		}
		e, err := s.Entry(t.Context(), data.ID(fmt.Sprintf("a:%d", number)))
		if err != nil || e.Number != number || e.Paper.Title != title || len(e.Records) != records {
			t.Errorf("number %d: got number %d, title %q, %d records and error %v; want %q and %d records", number, e.Number, e.Paper.Title, len(e.Records), err, title, records)
		}
	}
	numbers, err := s.Resolve(t.Context(), []data.ID{"shared:1", "b:6", "b:2", "b:96"})
	if want := map[data.ID]data.Number{"shared:1": 6, "b:6": 6, "b:2": 2, "b:96": 96}; err != nil || fmt.Sprint(numbers) != fmt.Sprint(want) {
		t.Errorf("ids: got %v and error %v, want %v", numbers, err, want)
	}
	stats, err := s.Stats(t.Context())
	if err != nil || stats.Papers != last || stats.Records != 4+2*(last-4) {
		t.Errorf("got %+v and error %v, want %d papers and %d records", stats, err, last, 4+2*(last-4))
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
