package search

import (
	"context"
	"fmt"
	"testing"
	"time"

	"paperboy/api/fair"
	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
)

// numberedStore has a paper for every number.
type numberedStore struct{ store.Store }

func (numberedStore) Identity() string { return "test" }

func (numberedStore) IDs(_ context.Context, numbers []data.Number) (map[data.Number]data.ID, error) {
	ids := make(map[data.Number]data.ID, len(numbers))
	for _, n := range numbers {
		ids[n] = data.ID(fmt.Sprint("test:", n))
	}
	return ids, nil
}

// turnEngine finds all papers, and counts the searches that run without a slot of the queue.
type turnEngine struct {
	index.Engine
	papers   []data.Number
	queue    *fair.Queue
	searches int
	outside  int
}

func (*turnEngine) Stats() index.Stats { return index.Stats{} }

func (e *turnEngine) Search(context.Context, index.Request) (index.Result, error) {
	e.searches++
	done, cancel := context.WithCancel(context.Background())
	cancel()
	if turn, err := e.queue.Enter(done, fair.Costly, "other"); err == nil {
		turn.End()
		e.outside++
	}
	return index.Result{Total: len(e.papers), Numbers: e.papers}, nil
}

// TestReceiptTurns checks that a receipt and its check run their searches in a turn, and count
// as one more request for each page of ids after the first.
func TestReceiptTurns(t *testing.T) {
	slots := fair.Slots{Total: 1, Waiting: 1, WaitingPerClient: 1}
	for _, test := range []struct{ papers, further int }{{0, 0}, {1, 0}, {idsPage, 0}, {idsPage + 1, 1}, {2*idsPage + 1, 2}} {
		engine := &turnEngine{queue: fair.NewQueue(slots, slots, slots), papers: make([]data.Number, test.papers)}
		for i := range engine.papers {
			engine.papers[i] = data.Number(i + 1)
		}
		s := &Service{Store: numberedStore{}, Index: engine, Now: func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }}
		further := 0
		receipt := func(p ReceiptParams) ReceiptAnswer {
			t.Helper()
			turn, err := engine.queue.Enter(t.Context(), fair.Costly, "client")
			if err != nil {
				t.Fatal(err)
			}
			defer turn.End()
			further = 0
			turn.Charge(func(context.Context) error { further++; return nil })
			a, err := s.Receipt(fair.WithTurn(t.Context(), turn), p)
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		p := ReceiptTable.Defaults
		p.Q = "x"
		a := receipt(p)
		if a.Total != test.papers || further != test.further {
			t.Errorf("a receipt of %d papers has %d and counts as %d further requests, want %d", test.papers, a.Total, further, test.further)
		}
		p.Claim = a.Claim
		if a := receipt(p); a.Check == nil || !a.Check.Same || further != test.further {
			t.Errorf("the check of a receipt of %d papers is %+v and counts as %d further requests, want %d", test.papers, a.Check, further, test.further)
		}
		if engine.searches != 4 || engine.outside > 0 {
			t.Errorf("%d papers: %d searches, %d of them outside of a turn, want 4 and 0", test.papers, engine.searches, engine.outside)
		}
	}
}
