package alerts_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"paperboy/api/alerts"
	"paperboy/data/store"
)

// refused returns an answer of a mail server.
func refused(failure alerts.Failure, code int, status string) error {
	return fmt.Errorf("send: %w", &alerts.SendError{Failure: failure, Code: code, Status: status, Text: "no", Err: errors.New("no")})
}

// attempts returns when an email was tried in the given time, looking every minute, and the
// Message-IDs that it had.
func (w *world) attempts(within time.Duration) (after []time.Duration, ids []string) {
	w.Helper()
	w.server.attempts = nil
	for passed := time.Duration(0); passed <= within; passed += time.Minute {
		n := len(w.server.attempts)
		w.step(time.Minute)
		for _, m := range w.server.attempts[n:] {
			after = append(after, passed)
			if !slices.Contains(ids, m.MessageID) {
				ids = append(ids, m.MessageID)
			}
		}
	}
	return after, ids
}

func TestRetriesWithTheSameMessageID(t *testing.T) {
	w := newWorld(t)
	key := w.subscribe(alerts.Request{})
	w.add("Graph one")
	w.now = w.now.Add(19*time.Hour - time.Minute)
	w.server.refuse = func(alerts.Message) error { return refused(alerts.FailedTemporarily, 451, "4.7.1") }
	after, ids := w.attempts(30 * time.Hour)
	want := []time.Duration{0, 15 * time.Minute, 45 * time.Minute, 105 * time.Minute, 225 * time.Minute, 465 * time.Minute, 945 * time.Minute}
	if !slices.Equal(after, want) || len(ids) != 1 {
		t.Errorf("got attempts after %v with Message-IDs %q, want them after %v with one", after, ids, want)
	}
	// Papers that are added meanwhile come with the next mail.
	w.add("Graph two")
	w.server.refuse = nil
	w.step(day)
	w.wantDigests("ada@example.org: Graph one")
	if got := w.server.accepted[len(w.server.accepted)-1].MessageID; got != ids[0] {
		t.Errorf("the email was accepted as %s, after attempts as %s", got, ids[0])
	}
	w.step(day)
	w.wantDigests("ada@example.org: Graph one", "ada@example.org: Graph two")
	if n := w.Counts(); n.Sent != 3 || n.Deferred != int64(len(want)) || n.Bounced != 0 || n.Failed != 0 {
		t.Errorf("got counts %+v", n)
	}
	if opened, err := w.Open(t.Context(), key); err != nil || opened.Paused {
		t.Errorf("got %+v and error %v, want it not paused", opened, err)
	}
}

func TestTemporaryRefusalBecomesABounce(t *testing.T) {
	w := newWorld(t)
	key := w.subscribe(alerts.Request{})
	w.server.refuse = func(alerts.Message) error { return refused(alerts.FailedTemporarily, 452, "4.2.2") }
	w.add("Graph one")
	for range 26 {
		w.step(6 * time.Hour)
	}
	if n := w.Counts(); n.Bounced != 1 {
		t.Errorf("got counts %+v, want one bounce after four days", n)
	}
	// The papers are not lost.
	w.server.refuse = nil
	w.step(day)
	w.wantDigests("ada@example.org: Graph one")
	if opened, err := w.Open(t.Context(), key); err != nil || opened.Paused {
		t.Errorf("got %+v and error %v, want it not paused after one soft bounce", opened, err)
	}
}

func TestBounces(t *testing.T) {
	for _, test := range []struct {
		code   int
		status string
		emails int // until the address is paused
	}{
		{550, "5.1.1", 1}, {550, "", 1}, {551, "", 1}, {553, "5.1.3", 1}, {554, "5.1.10", 1},
		{552, "5.2.2", 3}, {554, "", 3}, {550, "5.7.1", 3}, // a full mailbox, and filters
	} {
		w := newWorld(t)
		key := w.subscribe(alerts.Request{})
		w.server.refuse = func(alerts.Message) error { return refused(alerts.FailedRecipient, test.code, test.status) }
		w.server.attempts = nil
		for i := range 6 {
			w.add(fmt.Sprintf("Graph %d", i))
			w.step(day)
		}
		opened, err := w.Open(t.Context(), key)
		if err != nil || !opened.Paused || len(w.server.attempts) != test.emails || !strings.HasPrefix(opened.PauseReason, fmt.Sprint(test.code)) {
			t.Errorf("%d %s: got %d emails and %+v, error %v, want it paused after %d", test.code, test.status, len(w.server.attempts), opened, err, test.emails)
		}
		// Resuming sends what was missed.
		w.server.refuse = nil
		running := false
		subscriber, _, err := w.store.Subscribed(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Change(t.Context(), subscriber.Key, alerts.Change{Paused: &running}); err != nil {
			t.Fatal(err)
		}
		w.step(day)
		if all := w.digests(); len(all) != 1 || all[0].Count() != 6 {
			t.Errorf("%d %s: after resuming got %d digests", test.code, test.status, len(all))
		}
	}
}

// A relay that refuses to send our emails says much the same as one that knows no such address.
func TestManyDeadAddressesAreAServerFailure(t *testing.T) {
	w := newWorld(t)
	var keys []store.LinkKey
	for i := range 8 {
		keys = append(keys, w.subscribe(alerts.Request{Address: fmt.Sprintf("reader%d@example.org", i)}))
	}
	w.add("Graph one")
	w.server.refuse = func(alerts.Message) error { return refused(alerts.FailedRecipient, 550, "") }
	w.step(day)
	w.step(day)
	paused := 0
	for _, key := range keys {
		opened, err := w.Open(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if opened.Paused {
			paused++
		}
	}
	if paused != 5 || w.Trouble() != "emails cannot be sent: the mail server answers 550" {
		t.Errorf("%d of %d readers are paused, and the trouble is %q", paused, len(keys), w.Trouble())
	}
	w.server.refuse = nil
	w.step(day)
	if n := len(w.digests()); n != 3 || w.Trouble() != "" {
		t.Errorf("got %d digests and the trouble %q once the relay works, want 3 and none", n, w.Trouble())
	}
}

func TestReportedBounces(t *testing.T) {
	w := newWorld(t)
	key := w.subscribe(alerts.Request{})
	w.add("Graph one")
	w.step(day)
	from := w.server.accepted[len(w.server.accepted)-1].EnvelopeFrom
	local, domain, _ := strings.Cut(from, "@")
	bounceKey, ok := strings.CutPrefix(local, "bounce+")
	if !ok || domain != "example.org" || len(local) > 64 {
		t.Fatalf("got envelope sender %s", from)
	}
	report := func(b alerts.Bounce) {
		t.Helper()
		b.Key = bounceKey
		if _, err := w.Report(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	paused := func() bool {
		opened, err := w.Open(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		return opened.Paused
	}
	report(alerts.Bounce{Delayed: true, Status: "4.4.1"})
	for range 2 { // soft ones that are far apart
		report(alerts.Bounce{Status: "5.2.2"})
		w.now = w.now.Add(8 * day)
	}
	report(alerts.Bounce{Status: "5.2.2"})
	if paused() {
		t.Error("paused after three soft bounces in more than two weeks")
	}
	report(alerts.Bounce{Status: "5.2.2"})
	if !paused() {
		t.Error("not paused after three soft bounces in two weeks")
	}
	if _, err := w.Report(t.Context(), alerts.Bounce{Key: "UNKNOWN", Status: "5.1.1"}); !errors.Is(err, store.ErrNoSubscription) {
		t.Errorf("an unknown key: got error %v", err)
	}
	// A confirmation email that arrives proves that the address works.
	w.subscribe(alerts.Request{What: alerts.What{Kind: store.SubscribedSearch, Search: "q=speech"}})
	if paused() {
		t.Error("still paused after a confirmation")
	}
}

func TestServerFailureKeepsSubscribers(t *testing.T) {
	w := newWorld(t)
	keys := []store.LinkKey{w.subscribe(alerts.Request{}), w.subscribe(alerts.Request{Address: "bob@example.org"})}
	w.add("Graph one")
	w.now = w.now.Add(19*time.Hour - time.Minute)
	w.server.refuse = func(alerts.Message) error { return refused(alerts.FailedServer, 535, "5.7.8") }
	after, ids := w.attempts(4 * time.Hour)
	want := []time.Duration{0, 1 * time.Minute, 3 * time.Minute, 7 * time.Minute, 15 * time.Minute, 31 * time.Minute, 63 * time.Minute, 123 * time.Minute, 183 * time.Minute}
	if !slices.Equal(after, want) || len(ids) != 2 {
		t.Errorf("got attempts after %v with %d Message-IDs, want them after %v with both in turn", after, len(ids), want)
	}
	if trouble := w.Trouble(); trouble != "emails cannot be sent: the mail server answers 535 5.7.8" {
		t.Errorf("got trouble %q", trouble)
	}
	w.server.refuse = nil
	w.step(time.Hour)
	w.wantDigests("bob@example.org: Graph one", "ada@example.org: Graph one") // bob's had fewer attempts
	if trouble := w.Trouble(); trouble != "" {
		t.Errorf("got trouble %q after a success", trouble)
	}
	for _, key := range keys {
		if opened, err := w.Open(t.Context(), key); err != nil || opened.Paused {
			t.Errorf("got %+v and error %v, want it not paused", opened, err)
		}
	}
	if n := w.Counts(); n.Failed != int64(len(want)) || n.Bounced != 0 {
		t.Errorf("got counts %+v", n)
	}
}

// errCrash stands for the end of the process.
var errCrash = errors.New("crash")

func TestCrashRepeatsTheMessageID(t *testing.T) {
	w := newWorld(t)
	for i := range 5 {
		w.subscribe(alerts.Request{Address: fmt.Sprintf("reader%d@example.org", i)})
	}
	w.add("Graph one")
	w.now = w.now.Add(day)
	// The server accepts an email, and the process ends before it can record that.
	delivered := map[string][]string{}
	left := 0
	w.server.refuse = func(m alerts.Message) error {
		delivered[m.To] = append(delivered[m.To], m.MessageID)
		if left--; left < 0 {
			panic(errCrash)
		}
		return nil
	}
	crashes := 0
	for done := false; !done; {
		left = crashes % 2
		func() {
			defer func() {
				if got := recover(); got != nil {
					if got != errCrash {
						panic(got)
					}
					crashes++
					w.add(fmt.Sprintf("Graph while down %d", crashes))
					w.now = w.now.Add(time.Minute)
					w.restart()
					return
				}
				done = true
			}()
			w.step(0)
		}()
		if crashes > 20 {
			t.Fatal("it never ends")
		}
	}
	if crashes < 5 {
		t.Errorf("got %d crashes, want more", crashes)
	}
	repeated := 0
	for i := range 5 {
		ids := delivered[fmt.Sprintf("reader%d@example.org", i)]
		repeated += len(ids) - 1
		if len(ids) == 0 || len(slices.Compact(ids)) != 1 {
			t.Errorf("reader %d got emails %q, want one Message-ID", i, ids)
		}
	}
	if repeated != crashes {
		t.Errorf("got %d repeated emails after %d crashes", repeated, crashes)
	}
}

func TestRateLimitsMails(t *testing.T) {
	w := newWorld(t)
	for i := range 4 {
		w.subscribe(alerts.Request{Address: fmt.Sprintf("reader%d@example.org", i)})
	}
	w.Rate = 2
	w.add("Graph one")
	w.now = w.now.Add(day)
	for i := range 4 {
		w.step(0)
		if n := len(w.digests()); n != i+1 {
			t.Fatalf("after %d steps of half a second: got %d emails", i, n)
		}
		w.step(499 * time.Millisecond)
		if n := len(w.digests()); n != i+1 {
			t.Fatalf("before the next half second: got %d emails", n)
		}
		w.now = w.now.Add(time.Millisecond)
	}
}

func TestUnwritableMailDoesNotHoldUpOthers(t *testing.T) {
	w := newWorld(t)
	w.subscribe(alerts.Request{})
	w.subscribe(alerts.Request{Address: "bob@example.org"})
	w.add("Graph one")
	w.server.unwritable = "ada@example.org"
	w.step(day)
	w.wantDigests("bob@example.org: Graph one")
	w.server.unwritable = ""
	w.step(day)
	w.wantDigests("bob@example.org: Graph one", "ada@example.org: Graph one")
}
