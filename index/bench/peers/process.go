package peers

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A process is one that answers queries.
type process struct {
	name string
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	// start is the time from its start to its first answer, startCPU the processor time.
	start, startCPU time.Duration
}

// A reply is the answer to a command.
type reply struct {
	Found json.RawMessage `json:"found"`
	Wall  int64           `json:"wall_ns"`
	CPU   []int64         `json:"cpu_ns"`
}

// begin starts a process with a number of cores for each engine and waits for its first answer. done
// ends all of them.
func (r *run) begin(ctx context.Context, cores int) (processes []*process, done func() error, err error) {
	done = func() error {
		var errs []error
		for _, p := range processes {
			errs = append(errs, p.close())
		}
		return errors.Join(errs...)
	}
	for _, e := range r.engines {
		r.Progress("starting " + e.name)
		p, err := r.start(ctx, e, cores)
		if err != nil {
			return nil, nil, errors.Join(fmt.Errorf("start %s: %w", e.name, err), done())
		}
		processes = append(processes, p)
	}
	return processes, done, nil
}

func (r *run) start(ctx context.Context, e engine, cores int) (*process, error) {
	args := append(e.command[1:len(e.command):len(e.command)], filepath.Join(r.Temp, queriesFile))
	p := &process{name: e.name, cmd: exec.CommandContext(ctx, e.command[0], args...)}
	p.cmd.Env = append(os.Environ(), fmt.Sprint("GOMAXPROCS=", cores), fmt.Sprint("PEERS_CORES=", cores))
	p.cmd.Stderr = r.Log
	in, err := p.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.in, p.out = in, bufio.NewReader(out)
	begin := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	_, err = p.reply()
	p.start = time.Since(begin)
	if err == nil {
		p.startCPU, err = p.used()
	}
	if err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

// ask sends a command and returns the answer.
func (p *process) ask(words ...any) (reply, error) {
	line := strings.TrimSuffix(strings.Repeat("%v\t", len(words)), "\t")
	if _, err := fmt.Fprintf(p.in, line+"\n", words...); err != nil {
		return reply{}, fmt.Errorf("%s: %w", p.name, err)
	}
	return p.reply()
}

func (p *process) reply() (reply, error) {
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		return reply{}, fmt.Errorf("%s ended early: %w", p.name, err)
	}
	var answer reply
	if err := json.Unmarshal(line, &answer); err != nil {
		return reply{}, fmt.Errorf("%s said %q: %w", p.name, line, err)
	}
	return answer, nil
}

// answers runs queries of a row and returns the answer, with the number found by query, and the
// processor time of the process.
func (p *process) answers(row string, from, to, callers int) (answer reply, found []float64, used time.Duration, err error) {
	before, err := p.used()
	if err != nil {
		return reply{}, nil, 0, err
	}
	if answer, err = p.ask("run", row, from, to, callers); err != nil {
		return reply{}, nil, 0, err
	}
	after, err := p.used()
	if err != nil {
		return reply{}, nil, 0, err
	}
	if err := json.Unmarshal(answer.Found, &found); err != nil {
		return reply{}, nil, 0, fmt.Errorf("%s: %w", p.name, err)
	}
	return answer, found, after - before, nil
}

// used returns the processor time of the process so far.
func (p *process) used() (time.Duration, error) { return processTime(p.cmd.Process.Pid) }

// close ends the process: it ends when there are no more commands.
func (p *process) close() error {
	if err := errors.Join(p.in.Close(), p.cmd.Wait()); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	return nil
}

// A process counts as idle if it uses at most idleTime in an idleWindow. Loading continues in the
// background after the first answer; maxIdleWait is the longest wait for that.
const (
	idleWindow  = 500 * time.Millisecond
	idleTime    = idleWindow / 25
	maxIdleWait = time.Minute
)

// waitIdle waits until the process is idle.
func (p *process) waitIdle(ctx context.Context) error {
	before, err := p.used()
	for begin := time.Now(); err == nil && time.Since(begin) < maxIdleWait; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(idleWindow):
		}
		var now time.Duration
		if now, err = p.used(); now-before <= idleTime {
			break
		}
		before = now
	}
	return err
}
