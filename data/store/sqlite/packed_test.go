package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"paperboy/data"
	"paperboy/data/disk"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// schema9 returns the path of a copy of a store that the last version of Paperboy before packed texts
// wrote. It has a reading list and 80 papers of Hugging Face, arXiv, the ACL Anthology and a file: two
// were merged by hand, two were merged and parted again, and one was deleted.
func schema9(t testing.TB) string {
	t.Helper()
	packed, err := os.ReadFile("testdata/schema9.db.zst")
	if err != nil {
		t.Fatal(err)
	}
	dec, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer dec.Close()
	file, err := dec.DecodeAll(packed, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "papers.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A plainPaper is what a store with schema 9 has of a paper, decoded by encoding/json.
type plainPaper struct {
	State   int
	Paper   data.Paper
	Records []data.Record
}

// readPlain reads a store with schema 9 without package sqlfile.
func readPlain(t *testing.T, path string) map[data.Number]plainPaper {
	t.Helper()
	db, err := sqlfile.OpenImmutable(path, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := make(map[data.Number]plainPaper)
	each := func(text string, scan func(*sql.Rows) error) {
		t.Helper()
		rows, err := db.QueryContext(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			if err := scan(rows); err != nil {
				t.Fatal(err)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	each(`SELECT number, state, added, updated, paper, sources FROM papers`, func(rows *sql.Rows) error {
		var number data.Number
		var p plainPaper
		var added, updated int64
		var paper, sources []byte
		err := rows.Scan(&number, &p.State, &added, &updated, &paper, &sources)
		err = errors.Join(err, json.Unmarshal(paper, &p.Paper), json.Unmarshal(sources, &p.Paper.Sources))
		p.Paper.Added, p.Paper.Updated = sqlfile.TimeOf(added), sqlfile.TimeOf(updated)
		all[number] = p
		return err
	})
	each(`SELECT r.number, r.origin, coalesce(r.paper, p.paper) FROM records r JOIN papers p ON p.number = r.number ORDER BY r.id`, func(rows *sql.Rows) error {
		var number data.Number
		var origin, paper []byte
		var o struct {
			Aliases []data.ID
			Origin  data.Provenance
			Entry   string
			Sources []data.Provenance
		}
		var r data.Record
		err := rows.Scan(&number, &origin, &paper)
		err = errors.Join(err, json.Unmarshal(origin, &o), json.Unmarshal(paper, &r.Paper))
		r.Paper.Sources = append([]data.Provenance{}, o.Sources...)
		r.Aliases, r.Origin, r.Entry = o.Aliases, o.Origin, o.Entry
		p := all[number]
		p.Records = append(p.Records, r)
		all[number] = p
		return err
	})
	return all
}

// wantPlain compares a store with what it had before it was packed.
func wantPlain(t *testing.T, s *Store, want map[data.Number]plainPaper) {
	t.Helper()
	got := make(map[data.Number]plainPaper)
	for number := range want {
		var r sqlfile.Row
		found := false
		err := sqlfile.EachRow(t.Context(), s.read, nil, func(row *sqlfile.Row) error {
			r, found = *row, true
			return nil
		}, func(*sqlfile.Row, error) {}, `SELECT `+sqlfile.RowColumns+` FROM papers t WHERE t.number = ?`, number)
		if err != nil || !found {
			t.Errorf("number %d is not intact, error %v", number, err)
			continue
		}
		p := plainPaper{State: r.State}
		if p.Paper, err = sqlfile.DecodeRow(&r); err != nil {
			t.Error(err)
		}
		err = recordsOf(t.Context(), s.read, []data.Number{number}, func(_ data.Number, record data.Record) { p.Records = append(p.Records, record) },
			func(number data.Number, err error) { t.Errorf("a record of number %d: %v", number, err) })
		if err != nil {
			t.Error(err)
		}
		got[number] = p
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("papers (-before +after):\n%s", diff)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// countPlain returns the number of papers that are not packed.
func countPlain(t *testing.T, s *Store) (n int) {
	t.Helper()
	if err := s.read.Value(t.Context(), &n, `SELECT count(*) FROM papers WHERE packed IS NULL`); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestMigratePacksTexts(t *testing.T) {
	path := schema9(t)
	want, before := readPlain(t, path), disk.Size(path)
	if len(want) != 80 {
		t.Fatalf("the old store has %d papers, want 80", len(want))
	}
	var steps [][2]int
	s, err := OpenWith(t.Context(), path, Options{Packing: func(done, total int) { steps = append(steps, [2]int{done, total}) }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	wantPlain(t, s, want)
	if n := countPlain(t, s); n != 0 {
		t.Errorf("%d papers are not packed", n)
	}
	if diff := cmp.Diff([][2]int{{80, 80}}, steps); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
	if l, err := s.Lists(t.Context()); err != nil || len(l) != 1 || l[0].Papers != 2 {
		t.Errorf("lists: got %+v and error %v, want one of 2 papers", l, err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if content, err := BackUp(t.Context(), s, copied); err != nil || content.Papers != 78 || len(content.Damaged) > 0 {
		t.Errorf("backup: got %+v and error %v, want 78 sound papers", content, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if after := disk.Size(path); after > before*3/4 {
		t.Errorf("the file has %d of %d bytes, want at most three quarters", after, before)
	}
	wantPlain(t, openAt(t, copied), want)
}

// TestMigrateResumesPacking interrupts packing, and opens the store again.
func TestMigrateResumesPacking(t *testing.T) {
	path := schema9(t)
	want := readPlain(t, path)
	ctx, cancel := context.WithCancel(t.Context())
	if s, err := OpenWith(ctx, path, Options{Packing: func(int, int) { cancel() }}); !errors.Is(err, context.Canceled) {
		t.Fatalf("interrupted: got store %v and error %v, want it cancelled", s, err)
	}
	s := openAt(t, path)
	wantPlain(t, s, want)
	if n := countPlain(t, s); n != 0 {
		t.Errorf("%d papers are not packed", n)
	}
}

// TestReopenLeavesTextsPlain lets a disk be full while a store is packed. Once there is room again, the
// open store can be written to, but is packed only at the next start.
func TestReopenLeavesTextsPlain(t *testing.T) {
	path := schema9(t)
	want := readPlain(t, path)
	s, err := open(t.Context(), path, migrations(), Options{leavePlain: true})
	if err != nil {
		t.Fatal(err)
	}
	s.opts.leavePlain = false
	if err := s.openReadOnly(t.Context(), migrations(), syscall.ENOSPC); err != nil {
		t.Fatal(err)
	}
	if err := s.reopen(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := countPlain(t, s); n != len(want) {
		t.Errorf("%d papers are not packed, want all %d", n, len(want))
	}
	if err := put(s, 1); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, path)
	wantPlain(t, s, want)
	if n := countPlain(t, s); n != 0 {
		t.Errorf("%d papers are not packed", n)
	}
}

// unshrunk returns the path of a store that still has to give its space back.
func unshrunk(t *testing.T) string {
	t.Helper()
	path := schema9(t)
	if err := openAt(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sqlfile.OpenPool(path, 1, sqlfile.CommonPragmas)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `UPDATE meta SET value = 'rows' WHERE key = 'packed'`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestShrinkFails checks that a store that cannot be made smaller opens, is tried again, and keeps its
// temporary tables in memory.
func TestShrinkFails(t *testing.T) {
	db, err := sqlfile.OpenPool(unshrunk(t), 1, sqlfile.CommonPragmas)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `PRAGMA query_only = ON`); err != nil {
		t.Fatal(err)
	}
	if err := sqlfile.FillPacked(t.Context(), db, nil); err != nil {
		t.Error(err)
	}
	var state string
	var place int
	err = errors.Join(db.QueryRowContext(t.Context(), `SELECT value FROM meta WHERE key = 'packed'`).Scan(&state),
		db.QueryRowContext(t.Context(), `PRAGMA temp_store`).Scan(&place))
	const memory = 2
	if err != nil || state != "rows" || place != memory {
		t.Errorf("state %q and temp_store %d, want rows and %d; error %v", state, place, memory, err)
	}
}

// TestShrinkNeedsRoom opens a store on a disk that has no room for two copies of it: nothing may fill
// the disk.
func TestShrinkNeedsRoom(t *testing.T) {
	from := unshrunk(t)
	size := disk.Size(from)
	dir := mount(t, int(size*5/2))
	path := filepath.Join(dir, "papers.db")
	if err := disk.Copy(path, from); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, path)
	if log := disk.Size(path + "-wal"); log > size/4 {
		t.Errorf("the log took %d bytes, the store has %d", log, size)
	}
	if n := countPlain(t, s); n != 0 {
		t.Errorf("%d papers are not packed", n)
	}
}

// TestMigrateLeavesDamagedRows packs a store with a damaged paper and a damaged record, which must be
// reported as they were before, and can still be repaired.
func TestMigrateLeavesDamagedRows(t *testing.T) {
	path := schema9(t)
	want := readPlain(t, path)
	db, err := sqlfile.OpenPool(path, 1, sqlfile.CommonPragmas)
	if err != nil {
		t.Fatal(err)
	}
	for _, damage := range []string{
		`UPDATE papers SET paper = replace(paper, 'ConvLLaVA: H', 'BonvLLaVA: H') WHERE number = 1`, // B and C differ in one bit
		`UPDATE records SET origin = replace(origin, 'line 2"', 'line 3"') WHERE number = 54`,
	} {
		if _, err := db.ExecContext(t.Context(), damage); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, path)
	if n := countPlain(t, s); n != 2 {
		t.Errorf("%d papers are not packed, want the two damaged ones", n)
	}
	if err := s.Check(t.Context()); err == nil {
		t.Error("check found nothing")
	}
	var named []data.ID
	for _, q := range s.Health().Papers {
		named = append(named, q.ID)
	}
	if diff := cmp.Diff([]data.ID{want[1].Paper.ID, want[54].Paper.ID}, named); diff != "" {
		t.Errorf("damaged papers (-want +got):\n%s", diff)
	}
	mended, err := s.Mend(t.Context(), nil)
	if diff := cmp.Diff(map[string]int{"a flipped bit": 2}, mended.From); diff != "" || err != nil {
		t.Errorf("repaired from (-want +got), error %v:\n%s", err, diff)
	}
	p := want[1]
	entry, err := s.Entry(t.Context(), p.Paper.ID)
	if err != nil || len(entry.Records) != 2 {
		t.Fatalf("got %+v and error %v", entry, err)
	}
	p.Paper.Updated = entry.Paper.Updated
	if diff := cmp.Diff(p, plainPaper{Paper: entry.Paper, Records: entry.Records}); diff != "" {
		t.Errorf("repaired paper (-want +got):\n%s", diff)
	}
}

// TestSalvageOldSchema copies an old store row by row and page by page into a new one.
func TestSalvageOldSchema(t *testing.T) {
	for name, salvaged := range salvagers(t) {
		t.Run(name, func(t *testing.T) {
			path := schema9(t)
			want := readPlain(t, path)
			for range 2 { // the second time from packed texts
				to := filepath.Join(t.TempDir(), "salvaged.db")
				if done, err := salvaged(path, to); err != nil || done.Papers != 80 || len(done.Lost) > 0 {
					t.Fatalf("salvage %s: got %+v and error %v, want 80 papers", path, done, err)
				}
				if err := finishSalvage(t.Context(), to, ""); err != nil {
					t.Fatal(err)
				}
				wantPlain(t, openAt(t, to), want)
				path = to
			}
		})
	}
}

// TestPackedTextsOfMergedPapers merges and parts papers whose records have their text.
func TestPackedTextsOfMergedPapers(t *testing.T) {
	s := openAt(t, schema9(t))
	entries := func(ids ...data.ID) (all []store.Entry) {
		for _, id := range ids {
			e, err := s.Entry(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, e)
		}
		return all
	}
	before := entries("arxiv:2405.15574", "arxiv:2405.15071")
	into, from := before[0], before[1]
	merge := func(tx store.Tx) error {
		if err := tx.Merge(store.Merge{Into: into.Number, From: from.Number, Reason: "a test"}); err != nil {
			return err
		}
		moved, err := tx.ByNumber([]data.Number{into.Number})
		if diff := cmp.Diff(append(into.Records, from.Records...), moved[into.Number].Records); diff != "" {
			t.Errorf("records of the merged paper (-want +got):\n%s", diff)
		}
		records := moved[into.Number].Records
		return errors.Join(err, tx.Put([]store.Write{{Number: into.Number, Paper: data.Merge(records), Records: records}}))
	}
	if err := s.Update(t.Context(), merge); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	e := entries(into.Paper.ID)[0]
	if diff := cmp.Diff(append(into.Records, from.Records...), e.Records); diff != "" {
		t.Errorf("records of the merged paper (-want +got):\n%s", diff)
	}
}
