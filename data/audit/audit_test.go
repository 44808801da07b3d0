package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func entries(t *testing.T, path string, f Filter) []Entry {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []Entry
	unreadable, err := Read(bytes.NewReader(text), f, func(e Entry) error { all = append(all, e); return nil })
	if err != nil || unreadable != 0 {
		t.Errorf("%s has %d unreadable lines, error %v", path, unreadable, err)
	}
	return all
}

func TestWriteAndRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.log")
	log := NewLog(path)
	whole := Entry{
		Time: time.Date(2026, 11, 29, 1, 2, 3, 4000, time.UTC), Action: PapersDelete, ActorKind: "key", Actor: "k1", ActorName: "a \"name\"\nof <two> lines",
		Address: "203.0.113.7", RequestID: "r-1", IDs: []string{"arxiv:1", "doi:10.1/\u2028"}, Count: 40_000, Status: 200, Outcome: Done, MS: 1.5,
	}
	bare := Entry{Time: whole.Time.Add(time.Second), Action: LibraryCheck, ActorKind: "local", Outcome: "failed"}
	for _, e := range []Entry{whole, bare} {
		if err := log.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]Entry{whole, bare}, entries(t, path, Filter{})); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
	text, err := os.ReadFile(path)
	if err != nil || strings.Count(string(text), "\n") != 2 {
		t.Errorf("got %q and error %v, want two lines", text, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got mode %v and error %v, want 0600", info.Mode(), err)
	}
	for _, test := range []struct {
		filter Filter
		want   int
	}{
		{Filter{Since: whole.Time}, 2}, {Filter{Since: bare.Time}, 1}, {Filter{Since: bare.Time.Add(1)}, 0},
		{Filter{Actor: "k1"}, 1}, {Filter{Actor: "local"}, 1}, {Filter{Actor: whole.ActorName}, 1}, {Filter{Actor: "k"}, 0},
		{Filter{Action: "papers"}, 1}, {Filter{Action: "papers.delete"}, 1}, {Filter{Action: "papers.add"}, 0},
	} {
		if got := entries(t, path, test.filter); len(got) != test.want {
			t.Errorf("filter %+v: got %d entries, want %d", test.filter, len(got), test.want)
		}
	}
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.log")
	log := NewLog(path)
	write := func(action Action) {
		t.Helper()
		if err := log.Write(Entry{Action: action, Outcome: Done}); err != nil {
			t.Fatal(err)
		}
	}
	write("first")
	if err := os.Rename(path, path+".1"); err != nil {
		t.Fatal(err)
	}
	write("second")
	if err := log.Reopen(); err != nil {
		t.Fatal(err)
	}
	write("third")
	if old, now := entries(t, path+".1", Filter{}), entries(t, path, Filter{}); len(old) != 2 || len(now) != 1 || now[0].Action != "third" {
		t.Errorf("the old file has %+v and the new one %+v, want two entries and the third", old, now)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestWriteRecoversFromError(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "later")
	log := NewLog(filepath.Join(dir, "audit.log"))
	if err := log.Open(); err == nil {
		t.Error("opening a log in a missing folder gave no error")
	}
	if err := log.Write(Entry{Action: PapersAdd}); err == nil || !strings.Contains(err.Error(), "audit log") {
		t.Errorf("got error %v, want one that names the audit log", err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := log.Write(Entry{Action: PapersAdd}); err != nil {
		t.Error(err)
	}
}

func TestReadSkipsBadLines(t *testing.T) {
	text := "{\"action\":\"papers.add\"}\nnonsense\n\n{\"action\":\"pap"
	n := 0
	unreadable, err := Read(strings.NewReader(text), Filter{}, func(Entry) error { n++; return nil })
	if unreadable != 2 || n != 1 || err != nil {
		t.Errorf("got %d entries, %d unreadable lines and error %v; want 1 and 2", n, unreadable, err)
	}
}

func TestActCapsIDs(t *testing.T) {
	ctx, act := Begin(context.Background())
	if _, noted := act.Entry(Entry{}); noted {
		t.Error("an act without a note is recorded")
	}
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() {
			for i := range 7 {
				Note(ctx, PapersAdd, fmt.Sprintf("test:%d", i))
			}
		})
	}
	group.Wait()
	Count(ctx, 30)
	got, noted := act.Entry(Entry{Outcome: Done})
	if !noted || len(got.IDs) != maxIDs || got.Count != 100 || got.Action != PapersAdd {
		t.Errorf("got noted %t and %+v, want %d ids and a count of 100", noted, got, maxIDs)
	}
	if diff := cmp.Diff(Entry{}, got, cmpopts.IgnoreFields(Entry{}, "Time", "Action", "IDs", "Count", "Outcome", "MS")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	Note[string](Without(ctx), KeysRevoke)
	Note[string](context.Background(), KeysRevoke)
	if again, _ := act.Entry(Entry{}); again.Action != PapersAdd {
		t.Errorf("a note in another context changed the action to %s", again.Action)
	}
}

func TestAffected(t *testing.T) {
	for _, test := range []struct {
		ids   []string
		count int
		want  string
	}{
		{nil, 1, "1 record"}, {nil, 1234, "1,234 records"},
		{[]string{"a"}, 1, "a"}, {[]string{"a", "b", "c"}, 3, "a b c"},
		{[]string{"a", "b", "c", "d"}, 4, "a b c and 1 more"}, {[]string{"a", "b", "c", "d"}, 1003, "a b c and 1,000 more"},
	} {
		e := Entry{IDs: test.ids, Count: test.count}
		if got := e.Affected(); got != test.want {
			t.Errorf("Affected of %v and %d = %q, want %q", test.ids, test.count, got, test.want)
		}
	}
}

func TestNewest(t *testing.T) {
	var log strings.Builder
	for i := range 10 {
		fmt.Fprintf(&log, `{"time":"2026-01-01T00:00:0%dZ","action":"papers.add","actor":"%c"}`+"\n", i, 'a'+i%2)
	}
	log.WriteString("{\n")
	for limit, want := range map[int]string{1: "9", 2: "79", 3: "579", 9: "13579"} {
		entries, unreadable, err := Newest(strings.NewReader(log.String()), Filter{Actor: "b"}, limit)
		got := ""
		for _, e := range entries {
			got += fmt.Sprint(e.Time.Second())
		}
		if err != nil || unreadable != 1 || got != want {
			t.Errorf("Newest(%d) = the entries %s, %d unreadable, %v; want %s, 1", limit, got, unreadable, err, want)
		}
	}
}

func TestReadNewest(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.log")
	if entries, _, err := ReadNewest(path, true, Filter{}, 1); entries == nil || len(entries) > 0 || err != nil {
		t.Errorf("a log that may be missing: %v, %v", entries, err)
	}
	if _, _, err := ReadNewest(path, false, Filter{}, 1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a log that may not be missing: %v", err)
	}
	if err := NewLog(path).Write(Entry{Action: "papers.add"}); err != nil {
		t.Fatal(err)
	}
	if entries, _, err := ReadNewest(path, false, Filter{}, 1); len(entries) != 1 || err != nil {
		t.Errorf("a log of one entry: %v, %v", entries, err)
	}
}
