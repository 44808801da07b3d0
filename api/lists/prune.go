package lists

import (
	"context"
	"net/url"
	"time"

	"paperboy/api/fault"
	"paperboy/api/params"
	"paperboy/data/store"
)

// MaxPrunedNamed is the maximum number of lists that a PruneAnswer names. It counts all of them.
const MaxPrunedNamed = 1000

// maxUnusedDays is the maximum of PruneParams.UnusedDays: about 100 years.
const maxUnusedDays = 36_500

// PruneParams say which reading lists to delete: those that were neither opened nor changed for
// UnusedDays and, if Empty is true, have no papers. A DryRun deletes nothing.
type PruneParams struct {
	UnusedDays    int
	Empty, DryRun bool
}

// PruneAnswer is the answer to DELETE /lists.
type PruneAnswer struct {
	// Deleted is the number of lists that were deleted, or in a dry run would be.
	Deleted int `json:"deleted"`
	// DryRun reports that nothing was deleted.
	DryRun bool     `json:"dry_run"`
	Lists  []Pruned `json:"lists"`
}

// Pruned is a list that was deleted. Used is when it was last used, with a precision of one day.
type Pruned struct {
	Name   string    `json:"name"`
	Used   time.Time `json:"used"`
	Papers int       `json:"papers"`
}

// PruneTable has the parameters of DELETE /lists.
var PruneTable = params.Table[PruneParams]{Rows: []params.Param[PruneParams]{
	params.Int("unused_days", "Only lists that were neither opened nor changed for this many days.", 0, maxUnusedDays, func(p *PruneParams) *int { return &p.UnusedDays }),
	params.Bool("empty", "Only lists without papers.", func(p *PruneParams) *bool { return &p.Empty }),
	params.Bool("dry_run", "Lists what would be deleted, and deletes nothing.", func(p *PruneParams) *bool { return &p.DryRun }),
}}

// URLValues returns the parameters of DELETE /lists for p, without those that have their default.
func (p PruneParams) URLValues() url.Values { return PruneTable.Values(&p) }

// Prune deletes the lists that p selects. It returns an error if p has neither UnusedDays nor
// Empty, which would select all lists.
func (s *Service) Prune(ctx context.Context, p PruneParams) (PruneAnswer, error) {
	answer := PruneAnswer{DryRun: p.DryRun, Lists: []Pruned{}}
	if err := PruneTable.Validate(&p); err != nil {
		return answer, err
	}
	if p.UnusedDays == 0 && !p.Empty {
		return answer, fault.New(fault.MissingParameter, "unused_days", "say which lists: unused_days, empty or both")
	}
	before := s.Now().Add(-time.Duration(p.UnusedDays) * 24 * time.Hour)
	err := s.Store.Update(ctx, func(tx store.Tx) error {
		unused, err := tx.UnusedLists(before, p.Empty)
		if err != nil {
			return err
		}
		for _, l := range unused {
			answer.Deleted++
			if len(answer.Lists) < MaxPrunedNamed {
				answer.Lists = append(answer.Lists, Pruned{Name: l.Name, Used: l.Used, Papers: l.Papers})
			}
			if p.DryRun {
				continue
			}
			if err := tx.DeleteList(l.Number); err != nil {
				return err
			}
		}
		return nil
	})
	return answer, err
}
