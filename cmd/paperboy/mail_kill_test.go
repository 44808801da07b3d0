package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"paperboy/api/alerts"
	"paperboy/api/alerts/letter"
	"paperboy/api/search"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
	"paperboy/data/store/sqlite/folder"
	"paperboy/index/indextest"
	"paperboy/recommend"
)

const (
	killedReaders = 40
	kills         = 10
)

// TestMailSurvivesKills kills a server ten times while it sends mails: half of the times after the
// mail server has taken a mail and before it answers, half of the times before it takes one. Every
// reader must get the mail, and a mail that comes twice must have the same Message-ID.
func TestMailSurvivesKills(t *testing.T) {
	dir := t.TempDir()
	subscribeReaders(t, dir)
	file := filepath.Join(t.TempDir(), "new.jsonl")
	if err := os.WriteFile(file, []byte(`{"id": "t:1", "title": "Graph networks for molecules", "abstract": "About graphs."}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "paperboy", "ingest", "--data", dir, file).CombinedOutput(); err != nil {
		t.Fatalf("ingest: %v: %s", err, out)
	}
	box := newKillingServer(t)
	for killed := 0; ; killed++ {
		trigger := box.arm(killed, killed == kills)
		serving := exec.CommandContext(t.Context(), "paperboy", "serve", "--data", dir, "--addr", "127.0.0.1:0", "--no-sample",
			"--base-url", "http://papers.example.org", "--mail-http", "--mail-from", "papers@example.org",
			"--smtp-host", "127.0.0.1", "--smtp-port", strconv.Itoa(box.port), "--smtp-tls", "none")
		var log bytes.Buffer
		serving.Stderr = &log
		if err := serving.Start(); err != nil {
			t.Fatal(err)
		}
		select {
		case <-trigger:
		case <-time.After(2 * time.Minute):
			_ = serving.Process.Kill()
			t.Fatalf("after %d kills the server sends nothing more: %s\n%s", killed, serving.Wait(), log.String())
		}
		if killed == kills {
			if err := errors.Join(serving.Process.Signal(syscall.SIGTERM), serving.Wait()); err != nil {
				t.Fatalf("end: %v\n%s", err, log.String())
			}
			break
		}
		if err := serving.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = serving.Wait() // it was killed
		close(box.answer)
	}
	box.mu.Lock()
	defer box.mu.Unlock()
	repeated := 0
	for i := range killedReaders {
		ids := box.received[reader(i)]
		if len(ids) == 0 {
			t.Errorf("%s got no mail", reader(i))
			continue
		}
		repeated += len(ids) - 1
		for _, id := range ids {
			if id != ids[0] || id == "" {
				t.Errorf("%s got mails %q, want one Message-ID", reader(i), ids)
			}
		}
	}
	if repeated != kills/2 {
		t.Errorf("got %d repeated mails, want one for each kill after a mail was taken", repeated)
	}
	wantNothingQueued(t, dir)
}

func reader(i int) string { return fmt.Sprintf("reader%d@example.org", i) }

// subscribeReaders confirms a subscription of each reader, at a time that makes a mail due today.
func subscribeReaders(t *testing.T, dir string) {
	t.Helper()
	clock := func() time.Time { return time.Now().Add(-72 * time.Hour) }
	papers, err := sqlite.OpenWith(t.Context(), filepath.Join(dir, folder.StoreFile), sqlite.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer papers.Close()
	oracle := indextest.NewOracle(papers.Identity())
	a, err := alerts.New(alerts.Options{
		Store: papers, Search: &search.Service{Store: papers, Index: oracle, Now: clock}, Recommender: recommend.New(oracle, papers),
		Composer: letter.New(), Now: clock, BaseURL: "http://papers.example.org",
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range killedReaders {
		if _, err := a.Subscribe(t.Context(), alerts.Request{Address: reader(i), What: alerts.What{Kind: store.SubscribedSearch, Search: "q=graph"}}); err != nil {
			t.Fatal(err)
		}
		_, all, err := papers.SubscriberAt(t.Context(), reader(i))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.Confirm(t.Context(), all[0].Key); err != nil {
			t.Fatal(err)
		}
	}
}

func wantNothingQueued(t *testing.T, dir string) {
	t.Helper()
	papers, err := sqlite.Open(t.Context(), filepath.Join(dir, folder.StoreFile))
	if err != nil {
		t.Fatal(err)
	}
	defer papers.Close()
	counts, err := papers.CountSubscriptions(context.Background())
	if want := (store.SubscriptionCounts{Subscribers: killedReaders, Subscriptions: killedReaders}); err != nil || counts != want {
		t.Errorf("got %+v and error %v, want %+v", counts, err, want)
	}
}

// A killingServer is an SMTP server that says when to kill its client.
type killingServer struct {
	port int

	mu sync.Mutex // guards the fields below
	// received has the Message-IDs of the mails that were taken, by recipient.
	received map[string][]string
	// left is the number of mails to take before the next kill; takes says whether the mail of the
	// kill is taken as well. The last run of the client has no kill.
	left        int
	takes, last bool
	// ended says that trigger is closed. answer is closed when the client is gone.
	ended           bool
	trigger, answer chan struct{}
}

func newKillingServer(t *testing.T) *killingServer {
	t.Helper()
	k := &killingServer{received: map[string][]string{}}
	s := gosmtp.NewServer(gosmtp.BackendFunc(func(*gosmtp.Conn) (gosmtp.Session, error) { return &killingSession{k: k}, nil }))
	s.Domain = "mx.example.org"
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	k.port = listener.Addr().(*net.TCPAddr).Port
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(listener) }()
	t.Cleanup(func() {
		s.Close()
		<-ended
	})
	return k
}

// arm prepares the n-th run of the client. It returns a channel that is closed when it is time to
// kill or, in the last run, when every reader has the mail.
func (k *killingServer) arm(n int, last bool) <-chan struct{} {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.left, k.takes, k.last, k.ended = n%4, n%2 == 0, last, false
	k.trigger, k.answer = make(chan struct{}), make(chan struct{})
	return k.trigger
}

// take records a mail. It returns a channel to wait for before answering, nil for none.
func (k *killingServer) take(to, id string) <-chan struct{} {
	k.mu.Lock()
	defer k.mu.Unlock()
	kill := !k.last && k.left == 0
	k.left--
	if !kill || k.takes {
		k.received[to] = append(k.received[to], id)
	}
	if all := k.last && len(k.received) == killedReaders; (kill || all) && !k.ended {
		k.ended = true
		close(k.trigger)
	}
	if kill {
		return k.answer
	}
	return nil
}

type killingSession struct {
	k  *killingServer
	to string
}

func (s *killingSession) Mail(string, *gosmtp.MailOptions) error { return nil }

func (s *killingSession) Rcpt(to string, _ *gosmtp.RcptOptions) error {
	s.to = to
	return nil
}

func (s *killingSession) Data(r io.Reader) error {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, m.Body); err != nil {
		return err
	}
	if gone := s.k.take(s.to, strings.Trim(m.Header.Get("Message-Id"), "<>")); gone != nil {
		<-gone
		return errors.New("the client is gone")
	}
	return nil
}

func (s *killingSession) Reset()        {}
func (s *killingSession) Logout() error { return nil }
