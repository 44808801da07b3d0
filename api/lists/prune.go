package lists

import (
	"context"
	"net/url"
	"time"

	"paperboy/api/fault"
	"paperboy/api/params"
	"paperboy/data/store"
)

// MaxPrunedNamed is how many lists a PruneAnswer names; it counts all.
const MaxPrunedNamed = 1000

// maxUnusedDays is longer than anybody keeps a server.
const maxUnusedDays = 36_500

// PruneParams say which reading lists are deleted: those that were neither opened nor
// changed for that number of days and, if Empty, have no papers.
type PruneParams struct {
	UnusedDays    int
	Empty, DryRun bool
}

// PruneAnswer is the answer to DELETE /lists.
type PruneAnswer struct {
	Deleted int `json:"deleted"`
	// DryRun says that none was.
	DryRun bool     `json:"dry_run"`
	Lists  []Pruned `json:"lists"`
}

// PrunedList is a list that was deleted. Used is to within a day.
type Pruned struct {
	Name   string    `json:"name"`
	Used   time.Time `json:"used"`
	Papers int       `json:"papers"`
}

var PruneTable = params.Table[PruneParams]{Rows: []params.Param[PruneParams]{
	params.Int("unused_days", "Only lists that were neither opened nor changed for this many days.", 0, maxUnusedDays, func(p *PruneParams) *int { return &p.UnusedDays }),
	params.Bool("empty", "Only lists without papers.", func(p *PruneParams) *bool { return &p.Empty }),
	params.Bool("dry_run", "Lists what would be deleted, and deletes nothing.", func(p *PruneParams) *bool { return &p.DryRun }),
}}

// URLValues are the parameters of DELETE /lists.
func (p PruneParams) URLValues() url.Values { return PruneTable.Values(&p) }

// Prune deletes the lists that were not used for long.
func (s *Service) Prune(ctx context.Context, p PruneParams) (PruneAnswer, error) {
	answer := PruneAnswer{DryRun: p.DryRun, Lists: []Pruned{}}
	if err := PruneTable.Validate(&p); err != nil {
		return answer, err
	}
	if p.UnusedDays == 0 && !p.Empty {
		return answer, fault.New(fault.MissingParameter, "unused_days", "say which lists: unused for so many days, or empty")
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
