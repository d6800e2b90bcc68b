{{ stage('journal_entries') }}
