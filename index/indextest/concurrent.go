package indextest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/query"
)

// How Concurrent goes about it.
const (
	// lengthEnv names a variable for another length than defaultLength, such as "1m".
	lengthEnv     = "PAPERBOY_CONCURRENT"
	defaultLength = 2 * time.Second
	readers       = 8
	// In a round every reader asks the same questions, each several times and in an order of
	// its own, and then all answers are compared. The oracle takes dozens of times as long as
	// an engine, so it answers once for each state that occurred.
	questions, turns = 16, 4
	// leastSequences is how many states must have answered. Concurrent goes on until then, if
	// need be into its timeout.
	leastSequences = 10
)

// Concurrent has eight readers ask an engine while one writer puts, updates and deletes, and
// compares each answer with the oracle as it was at the answer's sequence. No answer may be
// older than one that was there before its question, nor than what was said to be visible. All
// readers ask equally often, so that a reader that starves ends the test by its timeout. In
// the end every update must be there, and again when the engine has been closed and opened in
// the same folder.
//
// It takes two seconds, or as long as $PAPERBOY_CONCURRENT says.
func Concurrent(t *testing.T, open func(t *testing.T, dir string) index.Engine) {
	length := defaultLength
	if text := os.Getenv(lengthEnv); text != "" {
		var err error
		if length, err = time.ParseDuration(text); err != nil {
			t.Fatalf("$%s: %v", lengthEnv, err)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), length+timeout)
	defer cancel()
	dir := t.TempDir()
	c := &concurrent{engine: open(t, dir), history: newHistory(), sequences: map[data.Sequence]bool{}}
	group, writing := errgroup.WithContext(ctx)
	group.Go(func() error { return c.write(writing) })
	err := c.read(writing, time.Now().Add(length))
	c.done.Store(true)
	err = errors.Join(err, group.Wait())
	t.Logf("%d readers compared %d answers of %d sequences; one writer made %d changes in %d batches",
		readers, c.answers, len(c.sequences), c.changes, c.batches)
	if err != nil {
		t.Error(errors.Join(err, c.engine.Close()))
		return
	}
	c.end(t)
	if err := c.engine.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	c.engine = open(t, dir)
	defer c.engine.Close()
	if err := c.engine.WaitVisible(testContext(t), c.history.newest.Position().Sequence); err != nil {
		t.Fatal(err)
	}
	c.end(t)
}

// concurrent is one engine with its readers and its writer.
type concurrent struct {
	engine  index.Engine
	history *history

	answers   int // compared
	sequences map[data.Sequence]bool

	done             atomic.Bool // with reading
	batches, changes int         // of the writer
}

// read asks and compares, in rounds.
func (c *concurrent) read(ctx context.Context, until time.Time) error {
	m := newMaker(98)
	for time.Now().Before(until) || len(c.sequences) < leastSequences {
		c.history.forget()
		round := make([]question, questions)
		for i := range round {
			round[i] = m.question(c.history.newestSeen())
		}
		var answers [readers][]answer
		var group errgroup.Group
		for i := range answers {
			order := m.order()
			group.Go(func() (err error) {
				answers[i], err = c.ask(ctx, round, order)
				return err
			})
		}
		if err := group.Wait(); err != nil {
			return err
		}
		if err := c.compare(ctx, round, slices.Concat(answers[:]...)); err != nil {
			return err
		}
	}
	return nil
}

// order returns a random order of the questions of a round.
func (m maker) order() []int {
	order := make([]int, questions*turns)
	for i := range order {
		order[i] = i % questions
	}
	m.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	return order
}

// ask is one reader's part of a round.
func (c *concurrent) ask(ctx context.Context, round []question, order []int) ([]answer, error) {
	var answers []answer
	for _, i := range order {
		seen := c.history.newestSeen()
		a, err := round[i].ask(ctx, c.engine)
		if err != nil {
			return nil, err
		}
		if a.sequence < seen {
			return nil, fmt.Errorf("an answer of sequence %d, though %d had been seen", a.sequence, seen)
		}
		c.history.see(a.sequence)
		a.question = i
		answers = append(answers, a)
	}
	return answers, nil
}

// compare compares all answers with those of the oracle.
func (c *concurrent) compare(ctx context.Context, round []question, answers []answer) error {
	type asked struct {
		question int
		sequence data.Sequence
	}
	same := map[asked][]answer{}
	for _, a := range answers {
		key := asked{a.question, a.sequence}
		same[key] = append(same[key], a)
		c.sequences[a.sequence] = true
	}
	c.answers += len(answers)
	var group errgroup.Group
	group.SetLimit(readers)
	for key, answers := range same {
		group.Go(func() error {
			oracle := c.history.at(key.sequence)
			if oracle == nil {
				return fmt.Errorf("an answer of sequence %d, which never was", key.sequence)
			}
			q := round[key.question]
			want, err := q.whole().ask(ctx, oracle)
			if err != nil {
				return err
			}
			for i, a := range answers {
				if i > 0 && reflect.DeepEqual(a, answers[0]) {
					continue // an equal one was checked, and checking takes longer
				}
				if err := q.check(want, a); err != nil {
					return fmt.Errorf("an answer of sequence %d: %w", key.sequence, err)
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// write changes what the engine holds until the readers are done.
func (c *concurrent) write(ctx context.Context) error {
	m, sequence := newMaker(99), data.Sequence(0)
	for !c.done.Load() {
		changes := m.churn(sequence)
		through := changes[len(changes)-1].Sequence + data.Sequence(m.IntN(2)) // or the sequence of a change that left no trace
		if err := c.history.add(ctx, changes, through); err != nil {
			return err
		}
		if err := c.engine.Apply(ctx, changes, through); err != nil {
			return fmt.Errorf("apply through %d: %w", through, err)
		}
		if m.chance(50) {
			if err := c.engine.WaitVisible(ctx, through); err != nil {
				return err
			}
			c.history.see(through)
		}
		c.batches, c.changes, sequence = c.batches+1, c.changes+len(changes), through
	}
	return c.engine.WaitVisible(ctx, sequence)
}

// end wants the engine to be where its writer ended, with every paper as it was last written.
func (c *concurrent) end(t *testing.T) {
	t.Helper()
	oracle := c.history.newest
	if got, want := c.engine.Position(), oracle.Position(); got != want {
		t.Errorf("position %+v, want %+v", got, want)
	}
	if got, want := c.engine.Stats().Papers, oracle.Stats().Papers; got != want {
		t.Errorf("%d papers, want %d", got, want)
	}
	if err := c.engine.Check(testContext(t)); err != nil {
		t.Errorf("check: %v", err)
	}
	live, _, err := oracle.live()
	if err != nil || len(live) == 0 {
		t.Fatalf("the oracle has %d papers, error %v", len(live), err)
	}
	for _, p := range live {
		word := p.Abstract[strings.LastIndexByte(p.Abstract, ' ')+1:]
		got := search(t, c.engine, index.Request{Query: query.Query{Root: query.Word{Text: word}}, Limit: everything})
		if len(got.Hits) != 1 || got.Hits[0].Number != p.number {
			t.Errorf("paper %d is lost: its word %s is found in %+v", p.number, word, got.Hits)
		}
	}
	compareAnswers(t, c.engine, oracle, index.Request{Limit: everything, Facets: index.Facets})
	m := newMaker(97)
	for range 100 {
		compareAnswers(t, c.engine, oracle, m.request())
	}
}
