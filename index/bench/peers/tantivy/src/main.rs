//! Runs Tantivy for `paperboy bench peers`, as package index/bench/peers describes:
//!
//!     peers-tantivy index PAPERS FOLDER THREADS
//!     peers-tantivy answer FOLDER QUERIES
//!
//! `index` builds an index of the papers. `answer` prints how many papers the first query finds,
//! then reads commands from standard input and answers each with one line of JSON.

mod papers;
mod queries;

use std::io::{self, BufRead, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use queries::{Answerer, Row};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["index", papers, folder, threads] => papers::index(papers, folder, threads.parse()?),
        ["answer", folder, queries] => answer(folder, queries),
        _ => Err("usage: peers-tantivy index PAPERS FOLDER THREADS | answer FOLDER QUERIES".into()),
    }
}

fn answer(folder: &str, queries: &str) -> Result<()> {
    let answerer = Answerer::open(folder)?;
    let mut out = io::stdout().lock();
    let first = answerer.first(queries)?;
    writeln!(out, "{{\"found\":{first}}}")?;
    out.flush()?;
    let rows = answerer.read(queries)?;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split('\t').collect();
        let reply = match words.as_slice() {
            ["warm", row, seconds] => warm(&answerer, find(&rows, row)?, seconds.parse()?)?,
            ["run", row, from, to, callers] => {
                run(&answerer, find(&rows, row)?, from.parse()?, to.parse()?, callers.parse()?)?
            }
            _ => return Err(format!("unknown command {line:?}").into()),
        };
        writeln!(out, "{reply}")?;
        out.flush()?;
    }
    Ok(())
}

fn find<'a>(rows: &'a [Row], name: &str) -> Result<&'a Row> {
    rows.iter().find(|row| row.name == name).ok_or_else(|| format!("no row {name:?}").into())
}

/// Runs the queries of a row, again and again, for a number of seconds of processor time.
fn warm(answerer: &Answerer, row: &Row, seconds: f64) -> Result<String> {
    let end = thread_nanoseconds() + (seconds * 1e9) as u64;
    let mut queries = 0;
    while thread_nanoseconds() < end {
        answerer.found(&row.queries[queries % row.queries.len()])?;
        queries += 1;
    }
    Ok(format!("{{\"queries\":{queries}}}"))
}

/// Runs a part of the queries of a row with concurrent callers, and reports the processor time of
/// each and the number of papers found.
fn run(answerer: &Answerer, row: &Row, from: usize, to: usize, callers: usize) -> Result<String> {
    let queries = &row.queries[from.min(row.queries.len())..to.min(row.queries.len())];
    let next = AtomicUsize::new(0);
    let call = || -> Result<Vec<(usize, u64, usize)>> {
        let mut done = Vec::new();
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            if i >= queries.len() {
                return Ok(done);
            }
            let begin = thread_nanoseconds();
            let found = answerer.found(&queries[i])?;
            done.push((i, thread_nanoseconds() - begin, found));
        }
    };
    let begin = Instant::now();
    let mut results: Vec<(usize, u64, usize)> = if callers == 1 {
        call()?
    } else {
        std::thread::scope(|scope| -> Result<Vec<_>> {
            let threads: Vec<_> = (0..callers).map(|_| scope.spawn(call)).collect();
            let mut all = Vec::new();
            for thread in threads {
                all.extend(thread.join().map_err(|_| "a caller panicked")??);
            }
            Ok(all)
        })?
    };
    let wall = begin.elapsed().as_nanos();
    results.sort_unstable();
    let join = |values: Vec<String>| values.join(",");
    Ok(format!(
        "{{\"wall_ns\":{wall},\"cpu_ns\":[{}],\"found\":[{}]}}",
        join(results.iter().map(|r| r.1.to_string()).collect()),
        join(results.iter().map(|r| r.2.to_string()).collect()),
    ))
}

/// The processor time that this thread has used.
fn thread_nanoseconds() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // Safety: time is a valid timespec, and every Linux has this clock.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}
