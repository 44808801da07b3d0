package csv

// realign assigns cells to columns in order. extra is the number of cells more, or fewer if it is negative, than there
// are columns. Of the best assignments, one uses the extra cells as early as possible and one as late: where they
// differ, the cell of a column is left empty, except those of title and abstract.
func (t table) realign(cells []string, quoted []bool, extra int) []string {
	a := assignment{table: t, cells: cells, quoted: quoted, extra: extra, steps: max(extra, -extra)}
	a.rate()
	early, late := a.row(true), a.row(false)
	for i := range early {
		switch {
		case early[i] == late[i]:
		case t.is(i, title), t.is(i, abstract):
			early[i] = late[i] // as far as it is sure
		default:
			early[i] = ""
		}
	}
	return early
}

// assignment is a dynamic program that finds the best of all assignments in which each column takes one cell or
// more, or at most one cell if there are too few. A step is a cell more that a column takes, or a column that takes
// none.
type assignment struct {
	table  table
	cells  []string
	quoted []bool
	extra  int
	steps  int // that an assignment has in all
	// best[i][e] is the best score of the columns from i on, if those before have used e steps.
	best [][]int
}

// impossible is the score of what is no assignment.
const impossible = -1 << 30

// rate fills best, from the last column to the first.
func (a *assignment) rate() {
	width := a.table.width
	a.best = make([][]int, width+1)
	for i := range a.best {
		a.best[i] = make([]int, a.steps+1)
		for e := range a.steps + 1 {
			if i < width || e < a.steps {
				a.best[i][e] = impossible
			}
		}
	}
	for i := width - 1; i >= 0; i-- {
		for e := range a.steps + 1 {
			if a.extra < 0 && i-e >= len(a.cells) && e < a.steps {
				continue
			}
			for more := range a.maxMore(e) + 1 {
				if a.hasCell(i, e, more) {
					a.best[i][e] = max(a.best[i][e], a.score(i, e, more))
				}
			}
		}
	}
}

// row returns the cells of the best assignment that uses its steps early or late.
func (a *assignment) row(early bool) []string {
	row := make([]string, a.table.width)
	e := 0
	for i := range row {
		chosen := -1
		for more := range a.maxMore(e) + 1 {
			if a.hasCell(i, e, more) && a.score(i, e, more) == a.best[i][e] && (chosen < 0 || early) {
				chosen = more
			}
		}
		chosen = max(chosen, 0)
		if a.extra >= 0 || chosen > 0 || i-e < len(a.cells) {
			row[i] = a.cell(i, e, chosen)
		}
		e += chosen
	}
	return row
}

// maxMore returns the number of steps that one column can use after others have used some.
func (a *assignment) maxMore(used int) int {
	if a.extra < 0 {
		return min(1, a.steps-used)
	}
	return a.steps - used
}

// hasCell reports whether column i has a cell to take if those before used e steps and it uses more.
func (a *assignment) hasCell(i, e, more int) bool {
	return a.extra >= 0 || more > 0 || i-e >= 0 && i-e < len(a.cells)
}

// cell returns what column i takes if those before used e steps and it uses more.
func (a *assignment) cell(i, e, more int) string {
	switch {
	case a.extra >= 0:
		return a.table.join(a.cells[i+e : i+e+more+1])
	case more > 0:
		return ""
	}
	return a.cells[i-e]
}

// score returns the score of the columns from i on if those before used e steps and column i uses more.
func (a *assignment) score(i, e, more int) int {
	s := a.table.fit(i, a.cell(i, e, more)) + a.best[i+1][e+more]
	switch {
	case more == 0:
		return s
	case a.extra < 0:
		return s - mergeCost - extraCost
	}
	return s - mergeCosts(a.cells[i+e:i+e+more+1], a.quoted[i+e:])
}
