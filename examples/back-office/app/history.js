// Runs in the browser: a history whose token runs out gets another from the tool, which knows who is signed in.
for (const history of document.querySelectorAll('daybook-history'))
  history.renew = async (object) => {
    const answer = await fetch(`/history-token?object=${encodeURIComponent(object)}`)
    if (!answer.ok) throw new Error(`The tool gave no token: ${answer.status}`)
    return answer.text()
  }
