package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"paperboy/data/figures"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
	"paperboy/data/store/sqlite/folder"
)

// repairAnswer is what check --repair prints as JSON.
type repairAnswer struct {
	// Rebuilt is set where pages were damaged, and the store was written anew.
	Rebuilt *sqlite.Salvage `json:"rebuilt"`
	store.Mended
	// Problems are what check finds afterwards.
	Problems []string `json:"problems"`
	Papers   int      `json:"papers"`
}

// repair mends what can be mended of the data folder: from the papers' own records, the
// copies in the folder and the files of from.
func (c *Config) repair(cmd *cobra.Command, from []string) (answer repairAnswer, err error) {
	f, err := c.claimForUpkeep(cmd)
	if err != nil {
		return answer, err
	}
	ctx := cmd.Context()
	if answer.Rebuilt, err = f.Rebuild(ctx); err != nil {
		return answer, errors.Join(err, f.Release())
	}
	var taken []folder.Taken
	if answer.Mended, taken, err = f.Mend(ctx, append(from, f.Copies()...), answer.Rebuilt != nil); answer.Rebuilt != nil {
		answer.Rebuilt.Notes = append(answer.Rebuilt.Notes, takenTexts(taken)...)
	}
	if err != nil {
		return answer, errors.Join(err, f.Release())
	}
	l, err := c.openLibrary(ctx, f)
	if err != nil {
		return answer, err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	if err := l.catchUp(ctx, cmd.ErrOrStderr()); err != nil {
		return answer, err
	}
	after, err := l.service.Check(ctx)
	answer.Problems, answer.Papers = after.Problems, after.Papers
	return answer, err
}

// takenTexts say what a store that was salvaged knew nothing of and took from copies.
func takenTexts(taken []folder.Taken) (texts []string) {
	for _, t := range taken {
		if t.Papers > 0 {
			texts = append(texts, fmt.Sprintf("%s that the store knew nothing of are taken from %s", figures.Count(t.Papers, "paper"), t.From))
		}
		if t.Lists > 0 {
			texts = append(texts, fmt.Sprintf("%s that the store knew nothing of are taken from %s; somebody may have deleted them since", figures.Count(t.Lists, "reading list"), t.From))
		}
	}
	return texts
}
