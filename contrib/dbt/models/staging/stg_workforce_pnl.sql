{{ stage('workforce_pnl') }}
