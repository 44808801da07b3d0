package library

import (
	"context"
	"fmt"

	"paperboy/api/fault"
	"paperboy/data/store"
)

// StoreHealth reports the problems of the store.
type StoreHealth struct {
	// Quarantined counts the damaged papers, which answers leave out.
	Quarantined int      `json:"quarantined"`
	Problems    []string `json:"problems"`
	DiskFree    int64    `json:"disk_free"`
	MinFree     int64    `json:"min_free"`
	// Scrub is the progress of the verification in the background.
	Scrub store.Scrub `json:"scrub"`
}

func newStoreHealth(h store.Health) StoreHealth {
	return StoreHealth{Quarantined: h.Quarantined, Problems: h.Problems, DiskFree: h.DiskFree, MinFree: h.MinFree, Scrub: h.Scrub}
}

// maxReasons limits the damaged papers that Reasons names.
const maxReasons = 10

// Reasons says why a server that answers is degraded; it is empty for a sound one.
func (s *Service) Reasons() []string {
	reasons := []string{}
	if s.Store != nil {
		h := s.Store.Health()
		reasons = append(reasons, h.Problems...)
		for _, q := range h.Papers[:min(maxReasons, len(h.Papers))] {
			reasons = append(reasons, fmt.Sprintf("paper %s (number %d) is damaged: %s", q.ID, q.Number, q.Reason))
		}
		if more := h.Quarantined - maxReasons; more > 0 {
			reasons = append(reasons, fmt.Sprintf("and %d more papers are damaged", more))
		}
	}
	inIndex := []string{}
	if s.Index != nil {
		inIndex = s.Index.Health().Reasons
	}
	if s.Library != nil && len(inIndex) == 0 && s.Library.Err() != nil {
		inIndex = []string{"the index does not follow the store: the log says why"}
	}
	reasons = append(reasons, inIndex...)
	if s.Backups != nil && s.Backups().Failed {
		reasons = append(reasons, "the last backup failed; the log says why")
	}
	for _, trouble := range s.Troubles {
		if why := trouble(); why != "" {
			reasons = append(reasons, why)
		}
	}
	return reasons
}

// HealthAnswer is the answer to GET /healthz.
type HealthAnswer struct {
	Status string `json:"status"`
}

// Healthz reports that the process answers.
func (s *Service) Healthz(context.Context) (HealthAnswer, error) { return HealthAnswer{"ok"}, nil }

// ReadyAnswer is the answer to GET /readyz. Status is "ok", or "degraded" if there are Reasons;
// searches are answered in either case.
type ReadyAnswer struct {
	Status  string   `json:"status"`
	Reasons []string `json:"reasons"`
}

// Readyz reports whether searches see what the store had at the start. A degraded server is
// ready, because another one would hardly be better off.
func (s *Service) Readyz(ctx context.Context) (ReadyAnswer, error) {
	if err := s.Ready(ctx); err != nil {
		return ReadyAnswer{}, err
	}
	ready := ReadyAnswer{Status: "ok", Reasons: s.Reasons()}
	if len(ready.Reasons) > 0 {
		ready.Status = "degraded"
	}
	return ready, nil
}

// Ready returns nil once the index has the changes that the store had at the first call. From
// then on it always returns nil: searches are answered, and Reasons says what is wrong.
func (s *Service) Ready(ctx context.Context) error {
	if s.caughtUp.Load() {
		return nil
	}
	if s.Library != nil {
		if err := s.Library.Err(); err != nil {
			p := fault.New(fault.NotReady, "", "the index does not follow the store; the log says why")
			p.Cause = err
			return p
		}
	}
	if s.goal.Load() == 0 {
		head, err := s.Store.Head(ctx)
		if err != nil {
			return fmt.Errorf("ready: %w", err)
		}
		s.goal.CompareAndSwap(0, uint64(head))
	}
	if at, goal := uint64(s.Index.Stats().Sequence), s.goal.Load(); at < goal {
		return fault.New(fault.NotReady, "", "the index is at change %d of %d; searches answer from what there is", at, goal)
	}
	s.caughtUp.Store(true)
	return nil
}
